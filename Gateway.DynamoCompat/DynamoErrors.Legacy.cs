using Gateway.Crdt.Values;

namespace Gateway.DynamoCompat;

/// <content>The parameters of the API before expressions.</content>
internal static partial class DynamoErrors
{
    public static DynamoError TypeMismatchForUpdate { get; } = Validation("Type mismatch for attribute to update");

    public static DynamoError LegacyBetweenOrder { get; } = Validation("The BETWEEN condition was provided a range where the lower bound is greater than the upper bound");

    public static DynamoError LegacyListTypes { get; } = Validation(Invalid + "AttributeValues inside AttributeValueList must be of same type");

    public static DynamoError UpdateWithoutValue { get; } = Validation(Invalid + "Only DELETE action is allowed when no attribute value is specified");

    public static DynamoError ConditionalOperatorAlone { get; } = Validation("ConditionalOperator cannot be used without Filter or Expected");

    public static DynamoError ConditionalOperatorOnOne { get; } = Validation("ConditionalOperator can only be used when Filter or Expected has two or more elements");

    public static DynamoError ComparisonArguments(string comparison) => Validation($"{Invalid}Invalid number of argument(s) for the {comparison} ComparisonOperator");

    public static DynamoError ComparisonType(string comparison, ValueKind type) => Validation($"{Invalid}ComparisonOperator {comparison} is not valid for {NameOf(type)} AttributeValue type");

    public static DynamoError ExpectedWithoutValue(bool? exists, string attribute) =>
        Validation($"{Invalid}Value must be provided when Exists is {(exists is null ? "null" : "true")} for Attribute: {attribute}");

    public static DynamoError ExpectedValueAndAbsence(string attribute) => Validation($"{Invalid}Value cannot be used when Exists is false for Attribute: {attribute}");

    public static DynamoError ExpectedValueAndList(string attribute) => Validation($"{Invalid}Value and AttributeValueList cannot be used together for Attribute: {attribute}");

    public static DynamoError ExpectedListAlone(string attribute) => Validation($"{Invalid}AttributeValueList can only be used with a ComparisonOperator for Attribute: {attribute}");

    public static DynamoError ExpectedExistsAndComparison(string attribute) => Validation($"{Invalid}Exists and ComparisonOperator cannot be used together for Attribute: {attribute}");

    public static DynamoError ExpectedComparisonAlone(string comparison, string attribute) =>
        Validation($"{Invalid}Value or AttributeValueList must be used with ComparisonOperator: {comparison} for Attribute: {attribute}");

    public static DynamoError AddType(ValueKind type) => Validation($"{Invalid}ADD action is not supported for the type {NameOf(type)}");

    public static DynamoError DeleteType(ValueKind type) => Validation($"{Invalid}DELETE action with value is not supported for the type {NameOf(type)}");

    public static DynamoError AttributeNamedTwice(string attribute) => Validation($"{Invalid}Duplicate value in attribute name: {attribute}");
}
