using Gateway.Crdt.Values;
using Gateway.DynamoCompat.PartiQl.Syntax;

namespace Gateway.DynamoCompat;

/// <content>
/// PartiQL. Sources: doc ql-reference; what others have observed against the service (see the tests). The texts marked as guesses stand for answers that nobody
/// has published.
/// </content>
internal static partial class DynamoErrors
{
    /// <summary>The parser takes it, but it is none of the four statements. A guess.</summary>
    public static DynamoError StatementUnsupported { get; } = Validation("Unsupported operation");

    public static DynamoError ParameterCount { get; } = Validation("Number of parameters in request and statement don't match.");

    public static DynamoError EmptyPathComponent { get; } = Validation("Path component cannot be an empty string");

    public static DynamoError SourceComponents { get; } = Validation("A path may contain at most 2 components in the FROM clause");

    public static DynamoError InsertIntoIndex { get; } = Validation("FROM clause may only contain a single table name");

    public static DynamoError WriteToIndex { get; } = Validation("This operation is not supported on an index");

    public static DynamoError SeveralSources { get; } = Validation("Only select from a single table or index is supported.");

    public static DynamoError SeveralItems { get; } =
        Validation("Unsupported operation: Inserting multiple items in a single statement is not supported, use \"INSERT INTO tableName VALUE item\" instead");

    public static DynamoError BagEmpty { get; } = Validation("Empty bags are not supported");

    public static DynamoError BagTypes { get; } = Validation("Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags");

    public static DynamoError KeyEqualityMissing { get; } = Validation("Where clause does not contain a mandatory equality on all key attributes");

    public static DynamoError IndexUnknown { get; } = Validation("The table does not have the specified index");

    public static DynamoError ConsistentIndexRead { get; } = Validation("Strongly consistent read is not supported on Global Secondary Indexes");

    public static DynamoError OverlappingKeys { get; } = Validation("Overlapping conditions with range keys are not supported in where clause");

    public static DynamoError TooManyReads { get; } = Validation("Too many decomposed read operations for a given query.");

    public static DynamoError OrderWithoutWhere { get; } = Validation("Must have WHERE clause in the statement when using ORDER BY clause.");

    public static DynamoError OrderWithoutKey { get; } = Validation("Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause.");

    public static DynamoError OrderWithoutPartition { get; } =
        Validation("Must have hash key in ORDER BY clause when more than one hash key condition specified in WHERE clause.");

    public static DynamoError NextTokenInvalid { get; } = Validation("Invalid NextToken");

    public static DynamoError NextTokenForeign { get; } = Validation("NextToken does not match request");

    public static DynamoError ExistsOutside { get; } = Validation("EXISTS can only be used in ExecuteTransaction write requests.");

    public static DynamoError ExistsTooWide { get; } = Validation("EXISTS() must contain a single item read with additional condition");

    public static DynamoError TransactionMixed { get; } = Validation("ExecuteTransaction API does not support both read and write operations in the same request.");

    public static DynamoError TransactionIndexRead { get; } = Validation("Reads on indices are not supported within transactions.");

    public static DynamoError TransactionReturning { get; } = Validation("RETURNING clause is not supported in ExecuteTransaction.");

    public static DynamoError TransactionReadKey { get; } = Validation("Select statements within ExecuteTransaction must specify the primary key in the where clause.");

    public static DynamoError BatchReadKey { get; } = Validation("Select statements within BatchExecuteStatement must specify the primary key in the where clause.");

    /// <summary>EXISTS of an index.</summary>
    public static DynamoError TransactionIndexUse { get; } = Validation("Operations on indices are not supported in transactions");

    public static DynamoError BatchMixed { get; } = Validation("Read and write requests together in the same batch is not supported.");

    public static DynamoError DuplicateItem { get; } = new("DuplicateItemException", "Duplicate primary key exists in table");

    /// <param name="detail">What the parser says; empty where the lexer refuses.</param>
    public static DynamoError NotWellFormed(string detail) => Validation($"Statement wasn't well formed, can't be processed: {detail}");

    /// <summary>A guess: the text of the other expressions, without their preamble.</summary>
    public static DynamoError StatementOperators(int count) => Validation($"The expression contains too many operators; operator count: {count}");

    public static DynamoError UnexpectedPathComponent(SourceSpan at) => Validation($"Unexpected path component at {at}");

    public static DynamoError UnexpectedSource(SourceSpan at) => Validation($"Unexpected from source at {at}");

    /// <summary>What stands where is a guess.</summary>
    public static DynamoError UnsupportedClause(string clause, SourceSpan at) => Validation($"Unsupported clause: {clause} at {at}");

    public static DynamoError ListIndexRange(string index, SourceSpan at) => Validation($"List index is not within the allowable range; index: [{index}] at {at}");

    public static DynamoError DuplicateColumns(string name) => Validation($"Duplicate identifiers in select clause: {name}");

    public static DynamoError ReturningOnDelete(string clause) => Validation($"Invalid returning clause: RETURNING {clause} *. Only RETURNING ALL OLD * is allowed in DELETE statements.");

    /// <summary>A guess, after that of DELETE.</summary>
    public static DynamoError ReturningOnInsert(string clause) => Validation($"Invalid returning clause: RETURNING {clause} *. RETURNING is not allowed in INSERT statements.");

    public static DynamoError LiteralTooDeep(string path) => Validation($"Nesting Levels have exceeded supported limits under {path}");

    public static DynamoError LiteralType(string type, string path, SourceSpan at) => Validation($"Unsupported data type: {type} under key {path} at {at}");

    public static DynamoError LiteralNumber(NumberFault fault) => fault switch
    {
        NumberFault.Overflow => Validation("Number overflow. Attempting to store a number with magnitude larger than supported range"),
        NumberFault.Underflow => Validation("Number underflow. Attempting to store a number with magnitude smaller than supported range"),
        _ => Validation("DynamoDB only supports precision up to 38 digits"),
    };

    /// <summary>The words differ by type.</summary>
    public static DynamoError BagDuplicates(ValueKind set, IEnumerable<string> elements) =>
        Validation($"One or more parameter values were invalid: Input collection [{string.Join(", ", elements)}] contains duplicates{(set == ValueKind.NumberSet ? "! under root" : ".")}");

    public static DynamoError ConditionOperator(string name) => Validation($"Unsupported operator in Condition Expression. Operator: {name}");

    public static DynamoError StatementTypeName(string name) => Validation($"Invalid attribute type name found; type: {name}, valid types: {{N,BS,L,B,NULL,M,S,SS,NS,BOOL}}");

    public static DynamoError SetFunctionTarget(string function, SourceSpan at) => Validation($"The first argument to {function} must equal the assignment value at {at}");

    public static DynamoError SetFunctionOperand(string function, SourceSpan at) => Validation($"The second argument to {function} must be a value with type SET at {at}");

    public static DynamoError KeyTwice(string attribute) =>
        Validation($"Multiple conditions on same key {attribute}. Only single item Update/Insert/Delete are supported");

    public static DynamoError KeyConditionKind(string attribute, string type) => Validation($"Key value must be of type S, N, or B. Key name: {attribute}, Key type: {type}");

    public static DynamoError KeyConditionMismatch(string attribute) => Validation($"Key attribute's data type should match its data type in table's schema: Key {attribute}");

    public static DynamoError OrderAttribute(string attribute) => Validation($"Attribute {attribute} in ORDER BY clause must be part of the primary key");

    public static DynamoError ColumnsNotProjected(string index, IEnumerable<string> attributes) =>
        Validation($"One or more parameter values were invalid: Global secondary index {index} does not project [{string.Join(", ", attributes)}]");

    public static DynamoError FilterNotProjected(string index, IEnumerable<string> attributes) =>
        Validation($"One or more parameter values were invalid: Secondary index {index} does not project one or more filter attributes: [{string.Join(", ", attributes)}]");

    public static DynamoError InTransactStatement(int position, string? message) => Validation($"Validation failed in TransactStatements[{position}]: {message}");
}
