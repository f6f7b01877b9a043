// A tour by the AWS SDK for JavaScript: a user, its key, a role, a bucket and its objects. The
// endpoint and the root user's credentials are in the environment, as an SDK reads them.

import assert from "node:assert/strict";
import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GetUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from "@aws-sdk/client-iam";
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

const settings = { region: "us-east-1" };
const [iam, sts] = [new IAMClient(settings), new STSClient(settings)];
const policy = (...statements) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const keys = (found) => ({
  accessKeyId: found.AccessKeyId,
  secretAccessKey: found.SecretAccessKey,
  sessionToken: found.SessionToken,
});

const { Account } = await sts.send(new GetCallerIdentityCommand({}));
const name = { UserName: "js-tourist" };
const { User } = await iam.send(new CreateUserCommand(name));
assert.equal(User.Arn, `arn:aws:iam::${Account}:user/js-tourist`);
await assert.rejects(iam.send(new CreateUserCommand(name)), {
  name: "EntityAlreadyExistsException",
});
await assert.rejects(iam.send(new GetUserCommand({ UserName: "js-nobody" })), {
  name: "NoSuchEntityException",
});

const role = { RoleName: "js-guide" };
const trust = { Effect: "Allow", Principal: { AWS: User.Arn }, Action: "sts:AssumeRole" };
const { Role } = await iam.send(
  new CreateRoleCommand({ ...role, AssumeRolePolicyDocument: policy(trust) }),
);
const bucket = `js-tour-${Account}`;
const reads = {
  Effect: "Allow",
  Action: ["s3:GetObject", "s3:ListBucket"],
  Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
};
await iam.send(
  new PutRolePolicyCommand({ ...role, PolicyName: "reads", PolicyDocument: policy(reads) }),
);
const assumes = { Effect: "Allow", Action: "sts:AssumeRole", Resource: Role.Arn };
await iam.send(
  new PutUserPolicyCommand({ ...name, PolicyName: "assumes", PolicyDocument: policy(assumes) }),
);
const { AccessKey } = await iam.send(new CreateAccessKeyCommand(name));

const path = { ...settings, forcePathStyle: true };
const owner = new S3Client(path);
await owner.send(new CreateBucketCommand({ Bucket: bucket }));
const object = { Bucket: bucket, Key: "a b/ü+%.txt" };
await owner.send(new PutObjectCommand({ ...object, Body: "hello", Metadata: { by: "js" } }));

const user = new STSClient({ ...settings, credentials: keys(AccessKey) });
const { Credentials } = await user.send(
  new AssumeRoleCommand({ RoleArn: Role.Arn, RoleSessionName: "tour" }),
);
const guide = new S3Client({ ...path, credentials: keys(Credentials) });
const got = await guide.send(new GetObjectCommand(object));
assert.equal(await got.Body.transformToString(), "hello");
assert.deepEqual(got.Metadata, { by: "js" });
const listed = await guide.send(new ListObjectsV2Command({ Bucket: bucket }));
assert.deepEqual(listed.Contents.map((entry) => entry.Key), [object.Key]);
await assert.rejects(guide.send(new PutObjectCommand({ ...object, Body: "no" })), {
  name: "AccessDenied",
});
console.log("toured");
