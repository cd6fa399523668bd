import type { Rule } from '../rule';
import { callsGranted } from './calls-granted';
import { callsInContract } from './calls-in-contract';
import { contractUsed } from './contract-used';
import { grantsCalled } from './grants-called';
import { boundPairs } from './bound-pairs';
import { closedRole } from './closed-role';
import { contractUnchanged } from './contract-unchanged';
import { contractComplete } from './contract-complete';
import { covered } from './covered';
import { createdOnce } from './created-once';
import { definitionUnderstood } from './definition-understood';
import { fiveCalls } from './five-calls';
import { fixedToken } from './fixed-token';
import { grantsInsideContract } from './grants-inside-contract';
import { knownErrors } from './known-errors';
import { knownProvider } from './known-provider';
import { knownTypes } from './known-types';
import { newKeyStored } from './new-key-stored';
import { noExecutors } from './no-executors';
import { noManagedPolicies } from './no-managed-policies';
import { onlyNamedUses } from './only-named-uses';
import { oneResourcePolicy } from './one-resource-policy';
import { resourceInsideContract } from './resource-inside-contract';
import { historyEncrypted } from './history-encrypted';
import { resourcePolicies } from './resource-policies';
import { roleStays } from './role-stays';
import { rotatedUsers } from './rotated-users';
import { secretFlow } from './secret-flow';
import { trust } from './trust';
import { wideContract } from './wide-contract';
import { wholeInput } from './whole-input';
import { whoCanChangeTheRole } from './who-can-change-the-role';
import { wideUntilApplied } from './wide-until-applied';
import { whoCanReadTheKeys } from './who-can-read-the-keys';
import { samePlace } from './same-place';
import { planReadsNoFiles } from './plan-reads-no-files';
import { planReadsNoSecrets } from './plan-reads-no-secrets';
import { planTakesOneFile } from './plan-takes-one-file';
import { sameBackend } from './same-backend';
import { sameProviders } from './same-providers';
import { optionalSections } from './optional-sections';
import { sameShards } from './same-shards';
import { oneShard } from './one-shard';

/** All rules, in the order in which reports list them. */
export const rules: readonly Rule[] = [
  wholeInput,
  contractComplete,
  contractUnchanged,
  wideContract,
  covered,
  grantsInsideContract,
  noManagedPolicies,
  closedRole,
  resourcePolicies,
  resourceInsideContract,
  oneResourcePolicy,
  historyEncrypted,
  trust,
  onlyNamedUses,
  rotatedUsers,
  whoCanChangeTheRole,
  whoCanReadTheKeys,
  roleStays,
  wideUntilApplied,
  knownTypes,
  knownProvider,
  noExecutors,
  definitionUnderstood,
  fiveCalls,
  callsInContract,
  callsGranted,
  grantsCalled,
  contractUsed,
  createdOnce,
  knownErrors,
  fixedToken,
  newKeyStored,
  boundPairs,
  secretFlow,
  samePlace,
  planTakesOneFile,
  planReadsNoFiles,
  planReadsNoSecrets,
  sameProviders,
  sameBackend,
  optionalSections,
  sameShards,
  oneShard,
];
