"""
A consumer of a rotated access key. It reads the key from Secrets Manager, and reads it again when AWS refuses the key.

pip install boto3; SECRET_NAME=ci-deployer/aws python3 consumer.py
"""

import json
import os
import time

import boto3
from botocore.exceptions import ClientError

# The key is not known, or not known yet everywhere.
# https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html#troubleshoot_general_eventual-consistency
REFUSED = {"InvalidClientTokenId", "InvalidAccessKeyId", "UnrecognizedClientException"}
WAITS = [1, 2, 4, 8, 16]  # seconds, half a minute together


class RotatedKey:
    """The key in a secret. The secret is read with the credentials of the program's own role, not with the key itself."""

    def __init__(self, secret_name, secrets=None):
        self.secret_name = secret_name
        self.secrets = secrets or boto3.client("secretsmanager")
        self.session = self.read()

    def read(self):
        key = json.loads(self.secrets.get_secret_value(SecretId=self.secret_name)["SecretString"])
        return boto3.Session(key["AccessKeyId"], key["SecretAccessKey"])

    def call(self, work, sleep=time.sleep):
        """Runs work(session). If AWS refuses the key, it reads the secret again at once, and then waits between attempts."""
        for wait in [0, *WAITS]:
            try:
                return work(self.session)
            except ClientError as error:
                if error.response["Error"]["Code"] not in REFUSED:
                    raise
                sleep(wait)
                self.session = self.read()
        return work(self.session)


if __name__ == "__main__":
    key = RotatedKey(os.environ["SECRET_NAME"])
    print(key.call(lambda session: session.client("sts").get_caller_identity()["Arn"]))
