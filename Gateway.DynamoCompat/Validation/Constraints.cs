using System.Globalization;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Wire;
using Gateway.DynamoCompat.Wire.Shapes;

namespace Gateway.DynamoCompat.Validation;

/// <summary>Holds a request against the constraints of the service model and lists what it violates.</summary>
/// <remarks>
/// Two kinds of refusal come before the list and stand alone: see <c>first</c> in eng/dynamo-model/observed.txt. The list follows the order of
/// members in the table; of one member the pattern comes before the length, the least before the greatest. Source: observed dynalite 4.0.0.
/// A request without violations costs a look at each member and allocates nothing.
/// </remarks>
internal ref struct Constraints
{
    /// <summary>How many violations DynamoDB lists at most.</summary>
    private const int ViolationsMax = 10;

    private readonly ReadOnlySpan<byte> body;
    private List<string>? violations;
    private List<string>? path;

    private Constraints(ReadOnlySpan<byte> body) => this.body = body;

    private readonly bool IsFull => violations?.Count >= ViolationsMax;

    /// <summary>Checks a request.</summary>
    /// <returns>Null if nothing is violated.</returns>
    public static DynamoError? Check(WireStructure input)
    {
        if (FirstRefusal(input) is { } refusal) return refusal;
        Constraints check = new(input.Body);
        check.CheckMembers(input);
        return check.violations is null ? null : DynamoErrors.Violations(check.violations);
    }

    private static DynamoError? FirstRefusal(WireStructure input)
    {
        ReadOnlySpan<WireSlot> slots = input.Slots;
        for (int i = 0; i < slots.Length; i++)
        {
            ShapeMember member = input.Shape.Members[i];
            if (member.IsMissedFirst && slots[i].Content is null) return DynamoErrors.MissingParameter(member);
            if (member.IsMeasuredFirst && slots[i].Content is string text && !IsArn(text) && member.Shape.NameShape!.Bounds is var bounds && !bounds.Hold(text.Length))
            {
                return DynamoErrors.NameLength(member, bounds);
            }
        }

        return null;
    }

    private static bool IsArn(string text) => text.StartsWith("arn:", StringComparison.Ordinal);

    private void CheckMembers(WireStructure structure)
    {
        ReadOnlySpan<WireSlot> slots = structure.Slots;
        ShapeMember[] members = structure.Shape.Members;
        for (int i = 0; i < slots.Length && !IsFull; i++)
        {
            if (slots[i].Content is not null) CheckMember(members[i], in slots[i]);
            else if (members[i].IsRequired) Add(null, members[i], DynamoErrors.NotNull());
        }
    }

    private void CheckMember(ShapeMember member, in WireSlot slot)
    {
        switch (slot.Content)
        {
            case string text:
                CheckText(member, text);
                break;
            case WireStructure structure:
                Enter(member.PathName);
                CheckMembers(structure);
                Leave(1);
                break;
            case List<WireStructure> structures:
                CheckLength(member, in slot, structures.Count);
                CheckElements(member.PathName, structures);
                break;
            case List<string> texts:
                CheckLength(member, in slot, texts.Count);
                CheckEach(member, in slot, member.Shape.Element!, texts, DynamoErrors.EachElement);
                break;
            case WireValue item when member.Shape.Key is { } names && slot.Length > names.Bounds.Max && item.Fault is null:
                CheckEach(member, in slot, names, NamesOf(item.Value), DynamoErrors.EachKey);
                break;
            case List<WireValue> values:
                CheckLength(member, in slot, values.Count);
                break;
            case OrderedDictionary<string, string> texts:
                CheckLength(member, in slot, texts.Count);
                CheckEach(member, in slot, member.Shape.Key!, texts.Keys, DynamoErrors.EachKey);
                CheckEach(member, in slot, member.Shape.Element!, texts.Values, DynamoErrors.EachValue);
                break;
            case OrderedDictionary<string, WireStructure> structures:
                CheckLength(member, in slot, structures.Count);
                CheckEach(member, in slot, member.Shape.Key!, structures.Keys, DynamoErrors.EachKey);
                CheckValues(member, structures);
                break;
            case OrderedDictionary<string, IReadOnlyList<WireStructure>> lists:
                CheckLength(member, in slot, lists.Count);
                CheckEach(member, in slot, member.Shape.Key!, lists.Keys, DynamoErrors.EachKey);
                CheckLists(member, in slot, lists);
                break;
            case object scalar when ReferenceEquals(scalar, WireSlot.Scalar) && member.Shape.Form == ShapeForm.Number:
                if (slot.Bits < member.Bounds.Min) Add(Number(slot.Bits), member, DynamoErrors.ValueAtLeast(member.Bounds.Min));
                if (slot.Bits > member.Bounds.Max) Add(Number(slot.Bits), member, DynamoErrors.ValueAtMost(member.Bounds.Max));
                break;
        }
    }

    private void CheckText(ShapeMember member, string text)
    {
        Shape shape = member.Shape;
        Bounds bounds = member.Bounds;
        if (shape.NameShape is { } name && text.Length > 0 && !IsArn(text))
        {
            shape = name;
            bounds = name.Bounds;
        }

        if (shape.Pattern is { } pattern && !Patterns.Matches(pattern, text)) Add(text, member, DynamoErrors.MatchesPattern(pattern));
        if (text.Length < bounds.Min) Add(text, member, DynamoErrors.LengthAtLeast(bounds.Min));
        if (text.Length > bounds.Max) Add(text, member, DynamoErrors.LengthAtMost(bounds.Max));
        if (!shape.Allows(text)) Add(text, member, DynamoErrors.OneOf(shape.Values));
    }

    private void CheckLength(ShapeMember member, in WireSlot slot, int length)
    {
        if (length < member.Bounds.Min) Add(Print(member.Shape, in slot), member, DynamoErrors.LengthAtLeast(member.Bounds.Min));
        if (length <= member.Bounds.Max) return;
        if (member.IsUnprinted) AddUnprinted(member, DynamoErrors.LengthAtMost(member.Bounds.Max));
        else Add(Print(member.Shape, in slot), member, DynamoErrors.LengthAtMost(member.Bounds.Max));
    }

    private static List<string> NamesOf(Value item)
    {
        List<string> names = [];
        foreach (ValueEntry entry in item) names.Add(entry.Name);
        return names;
    }

    // A list or map of texts is one violation for each text that does not fit, with the whole list and all that its elements must satisfy.
    private void CheckEach(ShapeMember member, in WireSlot slot, Shape shape, IEnumerable<string> texts, Func<IEnumerable<string>, string> words)
    {
        if (shape.Bounds == Bounds.None && shape.Pattern is null && shape.Values.Length == 0) return;
        foreach (string text in texts)
        {
            if (IsFull) return;
            if (!shape.Bounds.Hold(text.Length) || (shape.Pattern is { } pattern && !Patterns.Matches(pattern, text)) || !shape.Allows(text))
            {
                Add(Print(member.Shape, in slot), member, words(All(shape)));
            }
        }
    }

    private static List<string> All(Shape shape)
    {
        List<string> all = [];
        if (shape.Bounds.Max != long.MaxValue) all.Add(DynamoErrors.LengthAtMost(shape.Bounds.Max));
        if (shape.Bounds.Min != long.MinValue) all.Add(DynamoErrors.LengthAtLeast(shape.Bounds.Min));
        if (shape.Pattern is { } pattern) all.Add(DynamoErrors.MatchesPattern(pattern));
        if (shape.Values.Length > 0) all.Add(DynamoErrors.OneOf(shape.Values));
        return all;
    }

    private void CheckElements(string name, IReadOnlyList<WireStructure> structures)
    {
        for (int i = 0; i < structures.Count && !IsFull; i++)
        {
            Enter(name);
            Enter(Number(i + 1));
            Enter("member");
            CheckMembers(structures[i]);
            Leave(3);
        }
    }

    private void CheckValues(ShapeMember member, OrderedDictionary<string, WireStructure> structures)
    {
        foreach ((string key, WireStructure structure) in structures)
        {
            if (IsFull) return;
            Enter(member.PathName);
            Enter(key);
            Enter("member");
            CheckMembers(structure);
            Leave(3);
        }
    }

    private void CheckLists(ShapeMember member, in WireSlot slot, OrderedDictionary<string, IReadOnlyList<WireStructure>> lists)
    {
        Shape list = member.Shape.Element!;
        foreach (IReadOnlyList<WireStructure> structures in lists.Values)
        {
            if (!IsFull && !list.Bounds.Hold(structures.Count)) Add(Print(member.Shape, in slot), member, DynamoErrors.EachValue(All(list)));
        }

        foreach ((string key, IReadOnlyList<WireStructure> structures) in lists)
        {
            if (IsFull) return;
            Enter(member.PathName);
            Enter(key);
            CheckElements("member", structures);
            Leave(2);
        }
    }

    private readonly string Print(Shape shape, in WireSlot slot) => JavaText.Of(shape, body.Slice(slot.Start, slot.Length));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private void Enter(string step) => (path ??= []).Add(step);

    private readonly void Leave(int steps) => path!.RemoveRange(path.Count - steps, steps);

    private void Add(string? value, ShapeMember member, string constraint)
    {
        if (IsFull) return;
        string place = path is { Count: > 0 } ? string.Join('.', path) + "." + member.PathName : member.PathName;
        (violations ??= []).Add(DynamoErrors.Violation(value, place, constraint));
    }

    private void AddUnprinted(ShapeMember member, string constraint)
    {
        if (IsFull) return;
        string above = string.Concat(path!.Select(step => step + "."));
        (violations ??= []).Add(DynamoErrors.UnprintedViolation($"{char.ToUpperInvariant(above[0])}{above[1..]}{member.Name}", constraint));
    }
}
