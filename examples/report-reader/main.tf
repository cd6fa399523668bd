# A function that reads reports from one bucket and writes its log. Keyturn made nothing of this.
terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

provider "aws" {
  region = "eu-central-1"
}

locals {
  role = "report-reader"
}

resource "aws_iam_role" "reader" {
  name = local.role
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
      Condition = {
        StringEquals = { "aws:SourceAccount" = "111122223333" }
        ArnEquals    = { "aws:SourceArn" = "arn:aws:lambda:eu-central-1:111122223333:function:report-reader" }
      }
    }]
  })
}

data "aws_iam_policy_document" "reader" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::quarterly-reports/2027/*"]
  }
  statement {
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["arn:aws:logs:eu-central-1:111122223333:log-group:/aws/lambda/report-reader:*"]
  }
}

resource "aws_iam_role_policy" "reader" {
  name   = "reader"
  role   = aws_iam_role.reader.name
  policy = data.aws_iam_policy_document.reader.json
}

# Both name all that may be on the role, so that the plan shows it even where the role is new.
resource "aws_iam_role_policies_exclusive" "reader" {
  role_name    = aws_iam_role.reader.name
  policy_names = [aws_iam_role_policy.reader.name]
}

resource "aws_iam_role_policy_attachments_exclusive" "reader" {
  role_name   = aws_iam_role.reader.name
  policy_arns = []
}

resource "aws_lambda_function" "reader" {
  function_name = "report-reader"
  role          = "arn:aws:iam::111122223333:role/${local.role}"
  package_type  = "Image"
  image_uri     = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/report-reader:1"
}

resource "aws_cloudwatch_log_group" "reader" {
  name              = "/aws/lambda/report-reader"
  retention_in_days = 30
}
