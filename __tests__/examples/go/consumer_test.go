package main

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// Runs the consumer with an emulated AWS, and prints whom it acts as. Older releases of the SDK do not know AWS_ENDPOINT_URL.
func TestConsumer(t *testing.T) {
	endpoint := func(service, region string, options ...interface{}) (aws.Endpoint, error) {
		return aws.Endpoint{URL: os.Getenv("AWS_ENDPOINT_URL")}, nil
	}
	own := aws.Config{
		Region:                      "eu-central-1",
		Credentials:                 credentials.NewStaticCredentialsProvider("own", "own", ""),
		EndpointResolverWithOptions: aws.EndpointResolverWithOptionsFunc(endpoint),
	}
	key := rotatedKey{own: own, secretName: os.Getenv("SECRET_NAME")}
	for i := 0; i < 2; i++ {
		err := key.call(context.Background(), func(rotated aws.Config) error {
			identity, err := sts.NewFromConfig(rotated).GetCallerIdentity(context.Background(), &sts.GetCallerIdentityInput{})
			if err == nil {
				fmt.Println(aws.ToString(identity.Arn))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
