using System.Globalization;
using Gateway.DynamoCompat.Wire.Shapes;

namespace Gateway.DynamoCompat;

/// <content>Violations of the model's constraints. Source: observed dynalite 4.0.0, unless a remark says otherwise.</content>
internal static partial class DynamoErrors
{
    // An echo of the request in a message ends here: an answer must not be as large as the largest request.
    private const int EchoMax = 32 * 1024;

    /// <summary>All violations in one error.</summary>
    public static DynamoError Violations(IReadOnlyList<string> violations) =>
        Validation($"{violations.Count} validation error{(violations.Count == 1 ? "" : "s")} detected: {string.Join("; ", violations)}");

    /// <summary>One violation.</summary>
    /// <param name="value">As it is printed; null for one that is absent.</param>
    /// <param name="path">As <c>keySchema.1.member.keyType</c>.</param>
    /// <param name="constraint">One of the texts below.</param>
    public static string Violation(string? value, string path, string constraint) =>
        $"Value {(value is null ? "null" : $"'{Echo(value)}'")} at '{path}' failed to satisfy constraint: {constraint}";

    /// <summary>One violation by a list that is not printed, because it is long.</summary>
    public static string UnprintedViolation(string path, string constraint) => $"Value at '{path}' failed to satisfy constraint: {constraint}";

    public static string NotNull() => "Member must not be null";

    public static string LengthAtLeast(long min) => string.Create(CultureInfo.InvariantCulture, $"Member must have length greater than or equal to {min}");

    public static string LengthAtMost(long max) => string.Create(CultureInfo.InvariantCulture, $"Member must have length less than or equal to {max}");

    public static string ValueAtLeast(long min) => string.Create(CultureInfo.InvariantCulture, $"Member must have value greater than or equal to {min}");

    public static string ValueAtMost(long max) => string.Create(CultureInfo.InvariantCulture, $"Member must have value less than or equal to {max}");

    public static string MatchesPattern(string pattern) => $"Member must satisfy regular expression pattern: {pattern}";

    public static string OneOf(IEnumerable<string> values) => $"Member must satisfy enum value set: [{string.Join(", ", values)}]";

    /// <summary>What a list says of its elements. Known from other services of AWS.</summary>
    public static string EachElement(IEnumerable<string> constraints) => $"Member must satisfy constraint: [{string.Join(", ", constraints)}]";

    public static string EachKey(IEnumerable<string> constraints) => $"Map keys must satisfy constraint: [{string.Join(", ", constraints)}]";

    public static string EachValue(IEnumerable<string> constraints) => $"Map value must satisfy constraint: [{string.Join(", ", constraints)}]";

    /// <summary>A member that is looked at before all others is absent.</summary>
    public static DynamoError MissingParameter(ShapeMember member) => Validation($"The parameter '{member.Name}' is required but was not present in the request");

    /// <summary>A table name that is looked at before all else is too short or too long.</summary>
    public static DynamoError NameLength(ShapeMember member, Bounds bounds) => Validation(
        string.Create(CultureInfo.InvariantCulture, $"{member.Name} must be at least {bounds.Min} characters long and at most {bounds.Max} characters long"));

    private static string Echo(string text) => text.Length <= EchoMax ? text : string.Concat(text.AsSpan(0, EchoMax), "...");
}
