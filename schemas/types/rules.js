// What makes a type able to grant, as rules over the names of what can be set on it. docs/decisions/0011-the-closed-list-of-types.md says them
// in words. A name that a rule takes and that grants nothing stands in `harmless` with its reason; all other names grant nothing: what only takes
// a role, a key or a network gives it no right, and the rule only-named-uses finds the judged role wherever it is named.

/** Words of a name, between underscores, by which an argument may say who may do something. */
const words = /^(acls?|allowed|grantees?|grants?|permissions?|polic(y|ies)|principals?)$/;

/** Names that say it without such a word. */
const names = new Set([
  'admins',
  'manifest_json',
  'master_user_arn',
  'read_only_admins',
  'share_rule',
  'shared_accounts',
  'template_body',
  'template_s3_uri',
  'template_url',
  'trusted_resource_owners',
  'trusted_token_issuer_configuration',
  'user_arn',
]);

/** Names that the rules take and that grant nothing, wherever they stand. Each group has its reason. */
const harmless = [
  {
    reason: 'a setting of the service, or the choice of one: it names no principal',
    names:
      'acl_name action_failure_policy alpn_policy archive_policy auto_export_policy auto_import_policy ' +
      'auto_scaling_policy auto_termination_policy autoscaling_policy backup_policy base_policy_region ' +
      'base_policy_regions blue_green_update_policy cache_policy_id client_policy content_policy_config ' +
      'content_security_policy contextual_grounding_policy_config continuous_deployment_policy_id ' +
      'create_base_policy custom_permissions_name custom_policy_details data_deletion_policy default_policy ' +
      'delay_after_policy_creation_in_ms delete_all_policy_resources delete_propagation_policy delivery_policy ' +
      'dns_policy dns_record_client_routing_policy enabled_policy_types excess_capacity_termination_policy ' +
      'fair_share_policy filter_policy filter_policy_scope firewall_policy firewall_policy_arn ' +
      'firewall_policy_change_protection game_server_protection_policy grant_type https_policy idle_policy ' +
      'image_pull_policy instance_lifecycle_policy instance_maintenance_policy instance_reuse_policy ' +
      'language_selection_policy lifecycle_policy mixed_instances_policy network_firewall_policy ' +
      'new_game_session_protection_policy notification_policy oauth2_grant_type origin_protocol_policy ' +
      'origin_request_policy_id padding_policy password_policy permission_model permission_type permissions_mode ' +
      'pit_policy player_latency_policy policy_attribute policy_detail policy_details policy_duration_seconds ' +
      'policy_engine_id policy_id policy_language policy_name policy_names policy_option policy_period_in_minutes ' +
      'policy_reference_name policy_revision policy_revision_id policy_rule policy_rule_number policy_runtime ' +
      'policy_store_id policy_template_id policy_text policy_type policy_type_name policy_variables ' +
      'predictive_scaling_policy_configuration protocol_policy pull_request_build_policy recrawl_policy ' +
      'redrive_policy referrer_policy resource_creation_limit_policy response_headers_policy_id restart_policy ' +
      'retention_policy retry_policy rolling_update_policy ' +
      'routing_http_response_content_security_policy_header_value routing_policy routing_policy_label ' +
      'scale_in_policy scale_out_policy scaling_policies scaling_policy_update_behavior scheduling_policy_arn ' +
      'schema_change_policy security_policy security_policy_name security_service_policy_data ' +
      'sensitive_information_policy_config sign_in_policy sizing_policy snapshot_policy ssl_policy ' +
      'step_scaling_policy_configuration stream_exception_policy target_tracking_scaling_policy_configuration ' +
      'termination_policies third_party_firewall_policy tiering_policy tls_policy tls_security_policy ' +
      'token_exchange_grant_type_config topic_policy_config traffic_policy_id traffic_policy_instance_id ' +
      'traffic_policy_version transit_gateway_metering_policy_id transit_gateway_policy_table_id update_policy ' +
      'upgrade_policy user_context_policy viewer_protocol_policy word_policy_config',
  },
  {
    reason: 'how Route 53 chooses among records',
    names:
      'cidr_routing_policy failover_routing_policy geolocation_routing_policy geoproximity_routing_policy ' +
      'latency_routing_policy multivalue_answer_routing_policy weighted_routing_policy',
  },
  {
    reason: 'a list of the network, or of requests from the web',
    names:
      'acl_configuration attachment_network_acl_configuration default_network_acl_id ec2_inbound_permission ' +
      'network_acl_common_policy network_acl_entry_set network_acl_id s3_acl_option web_acl ' +
      'web_acl_arn web_acl_id',
  },
  {
    reason: 'it takes a right away, or bounds one',
    names:
      'block_public_acls block_public_policy column_level_permission_rules guardrail_policy_arns ' +
      'iam_policy_constraints ignore_public_acls permission_policy permissions_boundary redrive_allow_policy ' +
      'row_level_permission_data_set row_level_permission_tag_configuration session_policy session_policy_arn',
  },
  {
    reason: 'a switch about a policy, not the policy',
    names:
      'allow_external_principals bootstrap_cluster_creator_admin_permissions browser_policy ' +
      'bypass_policy_lockout_check bypass_policy_lockout_safety_check configuration_policy force_detach_policies ' +
      'permissions_config replay_policy smb_acl_enabled web_app_endpoint_policy',
  },
  {
    reason: 'rights inside a file system or a program, not of IAM',
    names:
      'access_grants_location_configuration access_grants_location_id directory_permission file_permission ' +
      'grantee_type posix_permissions self_service_permissions',
  },
  {
    reason: 'who a service is or who it signs in as; a right needs an argument more',
    names:
      'aws_service_access_principals cross_realm_trust_principal_password grant_arn grant_creation_tokens ' +
      'grant_name kerberos_principal platform_principal principal_entity_type principal_id_claim principal_org_id ' +
      'principal_type snapshot_copy_grant_name thing_principal_type',
  },
  {
    reason: 'a filter of what may pass: values, methods, addresses, types',
    names:
      'allowed_audience allowed_clients allowed_columns allowed_features allowed_first_auth_factors allowed_headers ' +
      'allowed_http_methods allowed_input_types allowed_instance_types allowed_ip_range allowed_methods ' +
      'allowed_oauth_flows allowed_oauth_flows_user_pool_client allowed_oauth_scopes allowed_operations ' +
      'allowed_organizations allowed_origins allowed_pattern allowed_prefixes allowed_publishers ' +
      'allowed_query_parameters allowed_request_headers allowed_resource_oauth2_return_urls ' +
      'allowed_response_headers allowed_scopes allowed_tools allowed_uses allowed_values allowed_windows ' +
      'compute_types_allowed copy_allowed deep_link_allowed download_allowed ipv6_allowed_for_dual_stack ' +
      'max_allowed_rule_level_for_matching max_allowed_rule_level_for_merging maximum_builds_allowed ' +
      'min_allowed_confidence_score_for_merging paste_allowed print_allowed query_strings_allowed_list ' +
      'upload_allowed',
  },
];

const harmlessNames = new Map(
  harmless.flatMap(({ reason, names: list }) => list.split(' ').map((name) => [name, reason])),
);

/** Whether an argument of this name may grant something. */
function mayGrant(name) {
  return isTaken(name) && !harmlessNames.has(name);
}

function isTaken(name) {
  return names.has(name) || name.split('_').some((word) => words.test(word));
}

module.exports = { harmlessNames, isTaken, mayGrant };
