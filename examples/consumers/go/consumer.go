// A consumer of a rotated access key. It reads the key from Secrets Manager, and reads it again when AWS refuses the key.
//
//	go mod init example.com/consumer && go mod tidy && SECRET_NAME=ci-deployer/aws go run .
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/secretsmanager"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
)

// The key is not known, or not known yet everywhere.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html#troubleshoot_general_eventual-consistency
var refused = map[string]bool{
	"InvalidClientTokenId":        true,
	"InvalidAccessKeyId":          true,
	"UnrecognizedClientException": true,
}

// The waits between attempts, in seconds: half a minute together. The first one only reads the secret again.
var waits = []time.Duration{0, 1, 2, 4, 8, 16}

// rotatedKey is the key in a secret. The secret is read with the credentials of the program's own role, not with the key itself.
type rotatedKey struct {
	own        aws.Config
	secretName string
	mutex      sync.Mutex
	current    *aws.Config
}

// call runs work with the key. If AWS refuses the key, it reads the secret again at once, and then waits between attempts.
func (key *rotatedKey) call(ctx context.Context, work func(aws.Config) error) error {
	for _, wait := range waits {
		err := key.try(ctx, work)
		if !isRefused(err) {
			return err
		}
		key.forget()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait * time.Second):
		}
	}
	return key.try(ctx, work)
}

func (key *rotatedKey) try(ctx context.Context, work func(aws.Config) error) error {
	current, err := key.read(ctx)
	if err != nil {
		return err
	}
	return work(current)
}

func isRefused(err error) bool {
	var answer smithy.APIError
	return errors.As(err, &answer) && refused[answer.ErrorCode()]
}

func (key *rotatedKey) forget() {
	key.mutex.Lock()
	defer key.mutex.Unlock()
	key.current = nil
}

func (key *rotatedKey) read(ctx context.Context) (aws.Config, error) {
	key.mutex.Lock()
	defer key.mutex.Unlock()
	if key.current != nil {
		return *key.current, nil
	}
	value, err := secretsmanager.NewFromConfig(key.own).GetSecretValue(ctx, &secretsmanager.GetSecretValueInput{SecretId: &key.secretName})
	if err != nil {
		return aws.Config{}, err
	}
	var pair struct{ AccessKeyId, SecretAccessKey string }
	if err := json.Unmarshal([]byte(aws.ToString(value.SecretString)), &pair); err != nil {
		return aws.Config{}, fmt.Errorf("the secret %s does not hold an access key", key.secretName)
	}
	current := key.own.Copy()
	current.Credentials = credentials.NewStaticCredentialsProvider(pair.AccessKeyId, pair.SecretAccessKey, "")
	key.current = &current
	return current, nil
}

func main() {
	ctx := context.Background()
	own, err := config.LoadDefaultConfig(ctx)
	if err != nil {
		log.Fatal(err)
	}
	key := rotatedKey{own: own, secretName: os.Getenv("SECRET_NAME")}
	err = key.call(ctx, func(rotated aws.Config) error {
		identity, err := sts.NewFromConfig(rotated).GetCallerIdentity(ctx, &sts.GetCallerIdentityInput{})
		if err == nil {
			fmt.Println(aws.ToString(identity.Arn))
		}
		return err
	})
	if err != nil {
		log.Fatal(err)
	}
}
