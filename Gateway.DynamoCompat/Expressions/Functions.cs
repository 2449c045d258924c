using System.Collections.Frozen;

namespace Gateway.DynamoCompat.Expressions;

/// <summary>What is known of each function without its operands.</summary>
internal static class Functions
{
    private static readonly FrozenDictionary<string, FunctionKind> ByName = new Dictionary<string, FunctionKind>
    {
        ["attribute_exists"] = FunctionKind.AttributeExists,
        ["attribute_not_exists"] = FunctionKind.AttributeNotExists,
        ["attribute_type"] = FunctionKind.AttributeType,
        ["begins_with"] = FunctionKind.BeginsWith,
        ["contains"] = FunctionKind.Contains,
        ["size"] = FunctionKind.Size,
        ["if_not_exists"] = FunctionKind.IfNotExists,
        ["list_append"] = FunctionKind.ListAppend,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly string[] Names = [.. ByName.OrderBy(entry => entry.Value).Select(entry => entry.Key)];

    public static bool TryFind(string name, out FunctionKind function) => ByName.TryGetValue(name, out function);

    public static string NameOf(FunctionKind function) => Names[(int)function];

    /// <summary>True for those of update expressions, false for those of conditions.</summary>
    public static bool IsForUpdates(FunctionKind function) => function is FunctionKind.IfNotExists or FunctionKind.ListAppend;

    /// <summary>True if it answers a value, so that it can be an operand; the others are conditions.</summary>
    public static bool AnswersValue(FunctionKind function) => function is FunctionKind.Size or FunctionKind.IfNotExists or FunctionKind.ListAppend;

    public static int OperandCount(FunctionKind function) => function is FunctionKind.AttributeExists or FunctionKind.AttributeNotExists or FunctionKind.Size ? 1 : 2;
}
