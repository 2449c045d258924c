using Gateway.Crdt.Documents;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Planning;
using Gateway.DynamoCompat.Tables;

namespace Gateway.DynamoCompat.Expressions;

/// <summary>A condition or filter with its names and values in place. Immutable, for all threads.</summary>
internal sealed class Condition
{
    private readonly ConditionNode root;
    private readonly Binding binding;

    private Condition(ConditionNode root, Binding binding)
    {
        this.root = root;
        this.binding = binding;
    }

    /// <summary>The attributes (first parts of its paths) that it looks at, each once, in the order of the text.</summary>
    public IReadOnlyList<string> Attributes => field ??= AttributeCollector.Collect(root, binding);

    /// <summary>Those that it goes into.</summary>
    public IReadOnlyList<string> NestedAttributes => field ??= AttributeCollector.CollectNested(root, binding);

    /// <summary>Puts the names and values of a request in place.</summary>
    /// <exception cref="WireException">A ValidationException.</exception>
    public static Condition Bind(ParsedCondition parsed, ExpressionKind kind, Placeholders given)
    {
        Binding binding = new(kind, parsed.Slots, given);
        new ConditionChecker(binding).Check(parsed.Root);
        return new Condition(parsed.Root, binding);
    }

    /// <summary>A condition that was written without placeholders, and that is known to be right.</summary>
    public static Condition Of(ConditionNode root) => new(root, Binding.None);

    /// <summary>True if the item satisfies it.</summary>
    /// <param name="item">A map with all attributes, keys too; none for no item.</param>
    public bool IsTrue(Value item) => ConditionEvaluator.IsTrue(root, binding, item);

    /// <summary>What a PutItem with this condition relies on.</summary>
    /// <param name="key">The table's key.</param>
    /// <param name="item">The item that is put.</param>
    public ConditionClass ClassOfPut(KeySchema key, Value item) => Classify(key, path => item.TryGetMember(path.Attribute(binding), out _), _ => false);

    /// <summary>What an UpdateItem with this condition relies on.</summary>
    /// <param name="key">The table's key.</param>
    /// <param name="update">What it does.</param>
    public ConditionClass ClassOfUpdate(KeySchema key, UpdatePlan update) => Classify(key, path => update.Writes(path, binding), path => update.Decrements(path, binding));

    /// <summary>What a DeleteItem with this condition relies on.</summary>
    /// <param name="key">The table's key.</param>
    public ConditionClass ClassOfDelete(KeySchema key) => Classify(key, _ => true, _ => false);

    private ConditionClass Classify(KeySchema key, Func<DocumentPath, bool> isWritten, Func<DocumentPath, bool> isDecremented) =>
        new ConditionClassifier(binding, key.Has, isWritten, isDecremented).Classify(root);
}
