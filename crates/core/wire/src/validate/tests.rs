use super::*;

fn told(operation: &str, input: Vec<(&'static str, Value)>) -> String {
    let iam = bartizan_model::service("iam").unwrap();
    let operation = iam.operation(operation).unwrap();
    match validate(iam, operation, &Value::Struct(input)) {
        Ok(()) => String::new(),
        Err(fault) => {
            assert_eq!((&*fault.code, fault.status), ("ValidationError", 400));
            fault.message
        }
    }
}

#[test]
fn an_incomplete_document_is_malformed_to_s3() {
    let s3 = bartizan_model::service("s3").unwrap();
    let checked = |operation: &str, name: &'static str, document: Value| {
        let bucket = ("Bucket", Value::of_text("ledger"));
        let input = Value::Struct(vec![bucket, (name, document)]);
        validate(s3, s3.operation(operation).unwrap(), &input).map_err(|fault| fault.code)
    };
    let of = |name, value| Value::Struct(vec![(name, value)]);
    let object = of("Key", Value::of_text("k"));
    for (operation, name, document, is_whole) in [
        ("DeleteObjects", "Delete", Value::Null, false),
        ("DeleteObjects", "Delete", Value::Struct(Vec::new()), false),
        ("DeleteObjects", "Delete", of("Objects", Value::List(vec![object])), true),
        (
            "DeleteObjects",
            "Delete",
            of("Objects", Value::List(vec![Value::Struct(Vec::new())])),
            false,
        ),
        ("PutObject", "Body", Value::Null, true),
        ("CreateBucket", "CreateBucketConfiguration", Value::Null, true),
    ] {
        let outcome = if is_whole { Ok(()) } else { Err("MalformedXML".into()) };
        assert_eq!(checked(operation, name, document), outcome, "{operation}");
    }
}

#[test]
fn ec2_tells_the_first_breach_in_codes_of_its_own() {
    let ec2 = bartizan_model::service("ec2").unwrap();
    let told = |operation: &str, input: Vec<(&'static str, Value)>| {
        let fault = validate(ec2, ec2.operation(operation).unwrap(), &Value::Struct(input));
        let fault = fault.unwrap_err();
        assert_eq!(fault.status, 400);
        (fault.code.to_string(), fault.message)
    };
    let max = |max| vec![("MaxResults", Value::Int(max))];
    let policy = ("InstanceTenancy", Value::of_text("elsewhere"));
    for ((operation, input), (code, message)) in [
        (
            ("AttachInternetGateway", vec![]),
            ("MissingParameter", "The request must contain the parameter internetGatewayId"),
        ),
        (
            ("DescribeVpcs", max(1)),
            (
                "InvalidParameterValue",
                "Value ( 1 ) for parameter maxResults is invalid. Expecting a value greater than 5.",
            ),
        ),
        (
            ("DescribeVpcs", max(1001)),
            (
                "InvalidParameterValue",
                "Value ( 1001 ) for parameter maxResults is invalid. Expecting a value smaller \
                 than or equal to 1000.",
            ),
        ),
        (
            ("CreateVpc", vec![policy]),
            (
                "InvalidParameterValue",
                "Value (elsewhere) for parameter instanceTenancy is invalid.",
            ),
        ),
    ] {
        assert_eq!(told(operation, input), (code.to_owned(), message.to_owned()));
    }
}

#[test]
fn violations_in_the_words_of_aws() {
    let name = |text: &str| ("UserName", Value::of_text(text));
    assert_eq!(told("CreateUser", vec![name("ada")]), "");
    assert_eq!(
        told("CreateUser", vec![]),
        "1 validation error detected: Value at 'userName' failed to satisfy constraint: \
         Member must not be null"
    );
    assert_eq!(
        told("CreateUser", vec![name(&"a".repeat(65)), ("Path", "/".repeat(513).into())]),
        "2 validation errors detected: Value at 'path' failed to satisfy constraint: \
         Member must have length less than or equal to 512; Value at 'userName' failed to \
         satisfy constraint: Member must have length less than or equal to 64"
    );
    assert_eq!(
        told("CreateUser", vec![name("a b")]),
        "The specified value for userName is invalid. It must contain only alphanumeric \
         characters and/or the following: +=,.@_-"
    );
    assert_eq!(
        told("UpdateUser", vec![name("ada"), ("NewPath", "team".into())]),
        "The specified value for newPath is invalid. It must begin and end with / and contain \
         only alphanumeric characters and/or / characters."
    );
    assert_eq!(
        told("ListUsers", vec![("MaxItems", Value::Int(0))]),
        "1 validation error detected: Value at 'maxItems' failed to satisfy constraint: \
         Member must have value greater than or equal to 1"
    );
    assert_eq!(
        told(
            "UpdateAccessKey",
            vec![("AccessKeyId", "AKIAIOSFODNN7EXAMPLE".into()), ("Status", "On".into())]
        ),
        "1 validation error detected: Value at 'status' failed to satisfy constraint: \
         Member must satisfy enum value set: [Active, Inactive, Expired]"
    );
}

#[test]
fn members_of_lists_are_numbered() {
    let tag = Value::Struct(vec![("Key", "".into()), ("Value", "v".into())]);
    let input = vec![("UserName", "ada".into()), ("Tags", Value::List(vec![tag]))];
    let message = told("TagUser", input);
    assert!(message.contains("at 'tags.1.member.key'"), "{message}");
}

#[test]
fn texts_of_a_list_are_told_of_the_list() {
    let prints = Value::List(vec!["b".repeat(41).into()]);
    let input = vec![("Url", "https://example.com".into()), ("ThumbprintList", prints)];
    assert_eq!(
        told("CreateOpenIDConnectProvider", input),
        "1 validation error detected: Value at 'thumbprintList' failed to satisfy constraint: \
         Member must satisfy constraint: [Member must have length less than or equal to 40, \
         Member must have length greater than or equal to 40]"
    );
}

#[test]
fn most_services_show_what_they_refuse() {
    let sts = bartizan_model::service("sts").unwrap();
    let input = vec![("AccessKeyId", "AKIA".into())];
    let operation = sts.operation("GetAccessKeyInfo").unwrap();
    assert_eq!(
        validate(sts, operation, &Value::Struct(input)).unwrap_err().message,
        "1 validation error detected: Value 'AKIA' at 'accessKeyId' failed to satisfy \
         constraint: Member must have length greater than or equal to 16"
    );
}

#[test]
fn secrets_are_not_shown() {
    let input = vec![("UserName", "ada".into()), ("Password", "\u{1}".into())];
    let message = told("CreateLoginProfile", input);
    assert!(message.contains("Value at 'password'"), "{message}");
}

#[test]
fn s3_words_its_own_errors() {
    let s3 = bartizan_model::service("s3").unwrap();
    let operation = s3.operation("GetObject").unwrap();
    assert_eq!(validate(s3, operation, &Value::Struct(Vec::new())), Ok(()));
}

#[test]
fn organizations_tells_one_violation_with_its_reason() {
    let model = bartizan_model::service("organizations").unwrap();
    let told = |operation: &str, input: Vec<(&'static str, Value)>| {
        let operation = model.operation(operation).unwrap();
        let fault = validate(model, operation, &Value::Struct(input)).unwrap_err();
        assert_eq!((&*fault.code, fault.status), ("InvalidInputException", 400));
        let [(name, reason)] = fault.details.as_slice() else { panic!("{fault:?}") };
        assert_eq!(*name, "Reason");
        reason.clone()
    };
    let text = |name, text: &str| (name, Value::of_text(text));
    let parent = || text("ParentId", "r-0123");
    for (operation, input, reason) in [
        ("ListChildren", vec![parent()], "INPUT_REQUIRED"),
        ("ListChildren", vec![parent(), text("ChildType", "PET")], "INVALID_ENUM"),
        ("ListPolicies", vec![text("Filter", "PET")], "INVALID_ENUM_POLICY_TYPE"),
        ("ListAccountsForParent", vec![text("ParentId", "x")], "INVALID_PATTERN"),
        ("DescribePolicy", vec![text("PolicyId", "x")], "INVALID_SYNTAX_POLICY_ID"),
        (
            "AttachPolicy",
            vec![text("PolicyId", "p-01234567"), text("TargetId", "x")],
            "INVALID_PATTERN_TARGET_ID",
        ),
        ("ListAccounts", vec![("MaxResults", Value::Int(0))], "MIN_VALUE_EXCEEDED"),
        ("ListAccounts", vec![("MaxResults", Value::Int(21))], "MAX_VALUE_EXCEEDED"),
        (
            "CreateOrganizationalUnit",
            vec![parent(), text("Name", &"x".repeat(129))],
            "MAX_LENGTH_EXCEEDED",
        ),
        ("CreateOrganizationalUnit", vec![parent(), text("Name", "")], "MIN_LENGTH_EXCEEDED"),
        (
            "ListCreateAccountStatus",
            vec![("States", Value::List(vec![Value::of_text("PET")]))],
            "INVALID_LIST_MEMBER",
        ),
    ] {
        assert_eq!(told(operation, input), reason, "{operation}");
    }
}

#[test]
fn inspector_tells_the_reason_and_the_fields() {
    let model = bartizan_model::service("inspector2").unwrap();
    let types = Value::List(vec![Value::of_text("PRINTER")]);
    let input = Value::Struct(vec![("resourceTypes", types)]);
    let fault = validate(model, model.operation("Enable").unwrap(), &input).unwrap_err();
    let [(reason, why), (fields, list)] = fault.details.as_slice() else { panic!("{fault:?}") };
    assert_eq!((*reason, why.as_str(), *fields), ("reason", "FIELD_VALIDATION_FAILED", "fields"));
    let list: serde_json::Value = serde_json::from_str(list).unwrap();
    assert_eq!(list[0]["name"], "resourceTypes");
    assert!(list[0]["message"].as_str().unwrap().contains("enum value set"));
}
