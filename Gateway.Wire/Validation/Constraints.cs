using System.Globalization;
using Gateway.Wire.Input;
using Gateway.Wire.Models;

namespace Gateway.Wire.Validation;

/// <summary>Holds an input against the constraints of its model and lists what it violates, in AWS's words.</summary>
/// <remarks>The list follows the order of members in the model; of one member the pattern comes before the length, the least before the greatest.</remarks>
public sealed class Constraints
{
    private const int ViolationsMax = 10;

    private readonly List<string> violations = [];

    private Constraints()
    {
    }

    /// <summary>Checks an input.</summary>
    /// <returns>The whole text, as <c>1 validation error detected: …</c>; null if nothing is violated.</returns>
    public static string? Check(WireInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Constraints check = new();
        check.CheckMembers(input, "");
        int count = check.violations.Count;
        return count == 0 ? null : $"{count} validation error{(count == 1 ? "" : "s")} detected: {string.Join("; ", check.violations)}";
    }

    /// <summary>One violation in AWS's words.</summary>
    /// <param name="value">As it is printed; null for one that is absent.</param>
    /// <param name="path">As <c>code.s3Bucket</c>.</param>
    /// <param name="constraint">As <c>Member must not be null</c>.</param>
    public static string Violation(string? value, string path, string constraint) =>
        $"Value {(value is null ? "null" : $"'{value}'")} at '{path}' failed to satisfy constraint: {constraint}";

    private void CheckMembers(WireInput input, string above)
    {
        for (int i = 0; i < input.Values.Length && violations.Count < ViolationsMax; i++)
        {
            ShapeMember member = input.Shape.Members[i];
            string path = above + member.PathName;
            if (input.Values[i] is { } value) CheckValue(value, member.Shape, path);
            else if (member.IsRequired) Add(Violation(null, path, "Member must not be null"));
        }
    }

    private void CheckValue(object value, Shape shape, string path)
    {
        if (violations.Count >= ViolationsMax) return;
        switch (value)
        {
            case string text:
                foreach (string fault in Faults(shape, text)) Add(shape, text, path, fault);
                break;
            case long number:
                if (number < shape.Bounds.Min) Add(shape, number, path, $"Member must have value greater than or equal to {Text(shape.Bounds.Min)}");
                if (number > shape.Bounds.Max) Add(shape, number, path, $"Member must have value less than or equal to {Text(shape.Bounds.Max)}");
                break;
            case double real:
                if (!(real >= Low(shape))) Add(shape, value, path, $"Member must have value greater than or equal to {Text(shape.Bounds.Min)}");
                if (!(real <= High(shape))) Add(shape, value, path, $"Member must have value less than or equal to {Text(shape.Bounds.Max)}");
                break;
            case byte[] bytes:
                CheckLength(value, shape, bytes.Length, path);
                break;
            case WireInput structure:
                CheckMembers(structure, path + ".");
                break;
            case List<object> list:
                CheckLength(value, shape, list.Count, path);
                CheckElements(list, shape, path);
                break;
            case OrderedDictionary<string, object> map:
                CheckLength(value, shape, map.Count, path);
                CheckEntries(map, shape, path);
                break;
        }
    }

    private void CheckElements(List<object> list, Shape shape, string path)
    {
        bool isBad = false; // what is wrong with texts is said once, of the whole list
        for (int i = 0; i < list.Count; i++)
        {
            if (list[i] is string text) isBad |= Faults(shape.Element!, text).Any();
            else CheckValue(list[i], shape.Element!, $"{path}.{Text(i + 1)}.member");
        }

        if (isBad) Add(shape, list, path, $"Member must satisfy constraint: [{All(shape.Element!)}]");
    }

    private void CheckEntries(OrderedDictionary<string, object> map, Shape shape, string path)
    {
        if (map.Keys.Any(key => Faults(shape.Key!, key).Any())) Add(shape, map, path, $"Map keys must satisfy constraint: [{All(shape.Key!)}]");
        bool isBad = false; // as with lists
        foreach ((string key, object value) in map)
        {
            if (value is string text) isBad |= Faults(shape.Element!, text).Any();
            else if (value is long or double) isBad |= Measure(value) is var measure && !(measure >= Low(shape.Element!) && measure <= High(shape.Element!));
            else CheckValue(value, shape.Element!, $"{path}.{key}.member");
        }

        if (isBad) Add(shape, map, path, $"Map value must satisfy constraint: [{All(shape.Element!)}]");
    }

    private void CheckLength(object value, Shape shape, int length, string path)
    {
        if (length < shape.Bounds.Min) Add(shape, value, path, LengthAtLeast(shape.Bounds.Min));
        if (length > shape.Bounds.Max) Add(shape, value, path, LengthAtMost(shape.Bounds.Max));
    }

    private static IEnumerable<string> Faults(Shape shape, string text)
    {
        if (shape.Pattern is { } pattern && !Patterns.Matches(pattern, text)) yield return MatchesPattern(pattern);
        if (text.Length < shape.Bounds.Min) yield return LengthAtLeast(shape.Bounds.Min);
        if (text.Length > shape.Bounds.Max) yield return LengthAtMost(shape.Bounds.Max);
        if (!shape.Allows(text)) yield return OneOf(shape.Values);
    }

    /// <summary>All that a shape asks for, as lists and maps print it.</summary>
    private static string All(Shape shape)
    {
        List<string> all = [];
        if (shape.Kind is ShapeKind.Text)
        {
            if (shape.Bounds.Max != long.MaxValue) all.Add(LengthAtMost(shape.Bounds.Max));
            if (shape.Bounds.Min != long.MinValue) all.Add(LengthAtLeast(shape.Bounds.Min));
        }
        else
        {
            if (shape.Bounds.Max != long.MaxValue) all.Add($"Member must have value less than or equal to {Text(shape.Bounds.Max)}");
            if (shape.Bounds.Min != long.MinValue) all.Add($"Member must have value greater than or equal to {Text(shape.Bounds.Min)}");
        }

        if (shape.Pattern is { } pattern) all.Add(MatchesPattern(pattern));
        if (shape.Values.Count > 0) all.Add(OneOf(shape.Values));
        all.Add("Member must not be null");
        return string.Join(", ", all);
    }

    private static double Measure(object value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static double Low(Shape shape) => shape.Bounds.Min == long.MinValue ? double.NegativeInfinity : shape.Bounds.Min;

    private static double High(Shape shape) => shape.Bounds.Max == long.MaxValue ? double.PositiveInfinity : shape.Bounds.Max;

    private static string LengthAtLeast(long min) => $"Member must have length greater than or equal to {Text(min)}";

    private static string LengthAtMost(long max) => $"Member must have length less than or equal to {Text(max)}";

    private static string MatchesPattern(string pattern) => $"Member must satisfy regular expression pattern: {pattern}";

    private static string OneOf(IEnumerable<string> values) => $"Member must satisfy enum value set: [{string.Join(", ", values)}]";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Secrets are not printed: not the value itself, and not what it stands in.</summary>
    private void Add(Shape shape, object value, string path, string constraint) =>
        Add(shape.IsSensitive ? $"Value at '{path}' failed to satisfy constraint: {constraint}" : Violation(JavaText.Of(value), path, constraint));

    private void Add(string violation)
    {
        if (violations.Count < ViolationsMax) violations.Add(violation);
    }
}
