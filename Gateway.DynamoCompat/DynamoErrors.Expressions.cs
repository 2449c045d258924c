using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;

namespace Gateway.DynamoCompat;

/// <content>Expressions: their texts, their names and values, and what they find in an item.</content>
internal static partial class DynamoErrors
{
    public static DynamoError AttributeMissing { get; } = Validation("The provided expression refers to an attribute that does not exist in the item");

    public static DynamoError PathInvalidForUpdate { get; } = Validation("The document path provided in the update expression is invalid for update");

    public static DynamoError OperandTypeIncorrect { get; } = Validation("An operand in the update expression has an incorrect data type");

    public static DynamoError NumberUnderflow { get; } = Validation("Number underflow. Attempting to store a number with magnitude smaller than supported range");

    public static DynamoError NumberPrecision { get; } = Validation("Attempting to store more than 38 significant digits in a Number");

    public static DynamoError NamesEmpty { get; } = Validation("ExpressionAttributeNames must not be empty");

    public static DynamoError ValuesEmpty { get; } = Validation("ExpressionAttributeValues must not be empty");

    public static DynamoError NamesWithoutExpression { get; } = Validation("ExpressionAttributeNames can only be specified when using expressions");

    public static DynamoError PlaceholdersTooLargeTogether { get; } = Validation("Combined size of ExpressionAttributeNames and ExpressionAttributeValues exceeds max size");

    public static DynamoError KeyConditionNested { get; } = Validation("KeyConditionExpressions cannot contain nested operations");

    public static DynamoError KeyConditionOnNestedAttribute { get; } = Validation("KeyConditionExpressions cannot have conditions on nested attributes");

    public static DynamoError KeyConditionTwice { get; } = Validation("KeyConditionExpressions must only contain one condition per key");

    public static DynamoError KeyConditionWithTwoNames { get; } = Validation("Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition");

    public static DynamoError KeyConditionWithoutName { get; } = Validation("Invalid condition in KeyConditionExpression: No key attribute specified");

    public static DynamoError KeyConditionNotSupported { get; } = Validation("Query key condition not supported");

    public static DynamoError KeyConditionCount { get; } = Validation("Conditions can be of length 1 or 2 only");

    public static DynamoError KeyConditionNotIndexable { get; } = Validation("Attempted conditional constraint is not an indexable operation");

    public static DynamoError KeyConditionType { get; } = Validation(Invalid + "Condition parameter type does not match schema type");

    /// <summary>A fault of one expression, named by its parameter; a statement has only one.</summary>
    public static DynamoError Expression(ExpressionKind kind, string reason) =>
        Validation(kind == ExpressionKind.Statement ? reason : $"Invalid {kind}Expression: {reason}") with { IsCounted = true };

    public static DynamoError ExpressionEmpty(ExpressionKind kind) => Expression(kind, "The expression can not be empty;") with { IsCounted = false };

    public static DynamoError ExpressionTooLong(ExpressionKind kind, int bytes) => Expression(
        kind,
        kind == ExpressionKind.Update ? "Expression size has exceeded the maximum allowed size;" : $"Expression size has exceeded the maximum allowed size; expression size: {bytes}");

    public static DynamoError ExpressionSyntax(ExpressionKind kind, string token, string near) => Expression(kind, $"Syntax error; token: \"{token}\", near: \"{near}\"");

    public static DynamoError TooManyOperators(ExpressionKind kind, int count) => Expression(kind, $"The expression contains too many operators; operator count: {count}");

    public static DynamoError RedundantParentheses(ExpressionKind kind) => Expression(kind, "The expression has redundant parentheses;");

    public static DynamoError ReservedWord(ExpressionKind kind, string word) => Expression(kind, $"Attribute name is a reserved keyword; reserved keyword: {word}");

    public static DynamoError FunctionUnknown(ExpressionKind kind, string name) => Expression(kind, $"Invalid function name; function: {name}");

    public static DynamoError FunctionOfOtherLanguage(ExpressionKind kind, string name) =>
        Expression(kind, $"The function is not allowed in {(kind == ExpressionKind.Update ? "an update" : "a condition")} expression; function: {name}");

    public static DynamoError FunctionMisused(ExpressionKind kind, string name) => Expression(kind, $"The function is not allowed to be used this way in an expression; function: {name}");

    public static DynamoError SectionTwice(string section) => Expression(ExpressionKind.Update, $"The \"{section}\" section can only be used once in an update expression;");

    public static DynamoError ListIndexRange(ExpressionKind kind, string index) => Expression(kind, $"List index is not within the allowable range; index: [{index}]");

    public static DynamoError PathTooDeep(ExpressionKind kind, int elements) => Expression(kind, $"The document path has too many nesting levels; nesting levels: {elements}");

    public static DynamoError TooManyChoices(ExpressionKind kind, int count) => Expression(kind, $"The IN operator is provided with too many operands; number of operands: {count}");

    public static DynamoError NameUndefined(ExpressionKind kind, string name) =>
        Expression(kind, $"An expression attribute name used in the document path is not defined; attribute name: {name}");

    public static DynamoError ValueUndefined(ExpressionKind kind, string name) =>
        Expression(kind, $"An expression attribute value used in expression is not defined; attribute value: {name}");

    public static DynamoError OperandCount(ExpressionKind kind, string function, int count) =>
        Expression(kind, $"Incorrect number of operands for operator or function; operator or function: {function}, number of operands: {count}");

    public static DynamoError OperandNoPath(ExpressionKind kind, string function) =>
        Expression(kind, $"Operator or function requires a document path; operator or function: {function}");

    public static DynamoError OperandType(ExpressionKind kind, string function, string type) =>
        Expression(kind, $"Incorrect operand type for operator or function; operator or function: {function}, operand type: {type}");

    /// <summary>ADD and DELETE name types by whole words.</summary>
    public static DynamoError ActionOperandType(string action, ValueKind type) =>
        Expression(ExpressionKind.Update, $"Incorrect operand type for operator or function; operator: {action}, operand type: {WordOf(type)}, typeSet: ALLOWED_FOR_{action}_OPERAND");

    public static DynamoError OperandsNotDistinct(ExpressionKind kind, string name, string path) =>
        Expression(kind, $"The first operand must be distinct from the remaining operands for this operator or function; operator: {name}, first operand: {path}");

    public static DynamoError TypeNameInvalid(ExpressionKind kind, string name) =>
        Expression(kind, $"Invalid attribute type name found; type: {name}, valid types: {{B,NULL,SS,BOOL,L,BS,N,NS,S,M}}");

    public static DynamoError BetweenTypes(ExpressionKind kind, Value lower, Value upper) =>
        Expression(kind, $"The BETWEEN operator requires same data type for lower and upper bounds; {Bounds(lower, upper)}");

    public static DynamoError BetweenOrder(ExpressionKind kind, Value lower, Value upper) =>
        Expression(kind, $"The BETWEEN operator requires upper bound to be greater than or equal to lower bound; {Bounds(lower, upper)}");

    public static DynamoError PathsOverlap(ExpressionKind kind, string one, string two) =>
        Expression(kind, $"Two document paths overlap with each other; must remove or rewrite one of these paths; path one: {one}, path two: {two}");

    public static DynamoError PathsConflict(ExpressionKind kind, string one, string two) =>
        Expression(kind, $"Two document paths conflict with each other; must remove or rewrite one of these paths; path one: {one}, path two: {two}");

    public static DynamoError NamesUnused(IEnumerable<string> keys) => Validation($"Value provided in ExpressionAttributeNames unused in expressions: keys: {{{string.Join(", ", keys)}}}");

    public static DynamoError ValuesUnused(IEnumerable<string> keys) => Validation($"Value provided in ExpressionAttributeValues unused in expressions: keys: {{{string.Join(", ", keys)}}}");

    public static DynamoError NameKeySyntax(string key) => Validation($"ExpressionAttributeNames contains invalid key: Syntax error; key: \"{key}\"");

    public static DynamoError ValueKeySyntax(string key) => Validation($"ExpressionAttributeValues contains invalid key: Syntax error; key: \"{key}\"");

    public static DynamoError PlaceholderTooLong(string member) => Validation($"{member} contains invalid key: The expression attribute map contains a key that is too long");

    public static DynamoError PlaceholdersTooLarge(string member) => Validation($"{member} exceeds max size");

    public static DynamoError NameValueInvalid(string reason, string key) => Validation($"ExpressionAttributeNames contains invalid value: {reason} for key {key}");

    public static DynamoError ValuesWithoutExpression(IReadOnlyList<string> parameters) =>
        Validation($"ExpressionAttributeValues can only be specified when using expressions: {string.Join(" and ", parameters)} {(parameters.Count == 1 ? "is" : "are")} null") with { IsCounted = true };

    public static DynamoError ParametersMixed(IEnumerable<string> legacy, IEnumerable<string> expressions) =>
        Validation($"Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {{{string.Join(", ", legacy)}}} Expression parameters: {{{string.Join(", ", expressions)}}}") with { IsCounted = true };

    public static DynamoError KeyConditionOperator(string name) => Validation($"Invalid operator used in KeyConditionExpression: {name}");

    public static DynamoError KeyConditionFirstOperand(string name) => Validation($"Invalid condition in KeyConditionExpression: {name} operator must have the key attribute as its first operand");

    public static DynamoError KeyConditionMissing(string attribute) => Validation($"Query condition missed key schema element: {attribute}");

    public static DynamoError KeyUpdated(string attribute) => Validation($"{Invalid}Cannot update attribute {attribute}. This attribute is part of the key");

    /// <summary>Why a number cannot be kept.</summary>
    public static DynamoError NumberRefused(NumberFault fault) => fault switch
    {
        NumberFault.Overflow => NumberOverflow,
        NumberFault.Underflow => NumberUnderflow,
        _ => NumberPrecision,
    };

    private static string WordOf(ValueKind type) => type switch
    {
        ValueKind.String => "STRING",
        ValueKind.Number => "NUMBER",
        ValueKind.Binary => "BINARY",
        ValueKind.Boolean => "BOOLEAN",
        ValueKind.Null => "NULL",
        ValueKind.Map => "MAP",
        ValueKind.List => "LIST",
        _ => NameOf(type),
    };

    private static string Bounds(Value lower, Value upper) => $"lower bound operand: AttributeValue: {Shown(lower)}, upper bound operand: AttributeValue: {Shown(upper)}";

    /// <summary>A scalar as AWS prints it in errors: <c>{N:1}</c>.</summary>
    private static string Shown(Value value) => value.Kind switch
    {
        ValueKind.String => $"{{S:{value.AsString()}}}",
        ValueKind.Number => $"{{N:{value.AsNumber()}}}",
        ValueKind.Binary => $"{{B:{Convert.ToBase64String(value.BinaryBytes)}}}",
        _ => $"{{{NameOf(value.Kind)}}}",
    };
}
