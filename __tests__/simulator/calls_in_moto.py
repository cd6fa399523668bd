"""Makes the calls that come on standard input in moto, an emulator of AWS, and says what came of each."""

import json
import sys

import boto3
from botocore.exceptions import ClientError
from moto import mock_aws

USER = "ci-deployer"
SECRET = "ci/deployer"


def called(iam, secrets, made, call):
    kind = call["call"]
    user = call.get("user", USER)
    if kind == "list":
        found = iam.list_access_keys(UserName=user)["AccessKeyMetadata"]
        return {"keys": sorted(made.index(key["AccessKeyId"]) for key in found)}
    if kind == "create":
        made.append(iam.create_access_key(UserName=user)["AccessKey"]["AccessKeyId"])
        return {"made": len(made) - 1}
    if kind == "delete":
        key = call["key"]
        iam.delete_access_key(UserName=user, AccessKeyId=made[key] if key < len(made) else "AKIA" + "Z" * 16)
        return {}
    if kind == "update":
        # The VersionId of a token that was used before is that of the current version in moto; in AWS's words the token is the VersionId.
        secrets.update_secret(
            SecretId=call.get("secret", SECRET), SecretString=call["value"], ClientRequestToken=call["token"]
        )
        return {}
    return {"value": secrets.get_secret_value(SecretId=SECRET)["SecretString"]}


@mock_aws
def run(calls):
    iam = boto3.client("iam", region_name="eu-central-1")
    secrets = boto3.client("secretsmanager", region_name="eu-central-1")
    iam.create_user(UserName=USER)
    secrets.create_secret(Name=SECRET, SecretString="first")
    made = []
    results = []
    for call in calls:
        try:
            results.append(called(iam, secrets, made, call))
        except ClientError as problem:
            results.append({"error": problem.response["Error"]["Code"]})
    return results


print(json.dumps([run(calls) for calls in json.load(sys.stdin)]))
