using Gateway.Crdt.Planning;
using Gateway.Crdt.Values;
using Gateway.DynamoCompat.Expressions;
using Gateway.DynamoCompat.Tables;
using Gateway.DynamoCompat.Validation;

namespace Gateway.DynamoCompat.Planning;

/// <summary>An update with its names and values in place: a pure function from an item to edits. Immutable, for all threads.</summary>
internal sealed class UpdatePlan
{
    private readonly UpdateAction[] actions;
    private readonly Binding binding;
    private readonly ValuePath[] paths;
    private readonly DynamoError typeMismatch;
    private PathTree? targets;

    private UpdatePlan(UpdateAction[] actions, Binding binding, DynamoError typeMismatch)
    {
        this.actions = actions;
        this.binding = binding;
        this.typeMismatch = typeMismatch;
        paths = ValuePaths.Of(actions, binding);
    }

    /// <summary>An UpdateItem without UpdateExpression and AttributeUpdates: creates the item of that key if there is none.</summary>
    public static UpdatePlan Nothing { get; } = OfLegacy([]);

    /// <summary>The attributes that it writes or removes, or a part of which, each once.</summary>
    public IReadOnlyList<string> Attributes => field ??= [.. paths.Select(path => path.Attribute).Distinct()];

    /// <summary>Puts the names and values of a request in place.</summary>
    /// <exception cref="WireException">A ValidationException.</exception>
    public static UpdatePlan Bind(ParsedUpdate parsed, Placeholders given)
    {
        Binding binding = new(ExpressionKind.Update, parsed.Slots, given);
        return Checked(parsed.Actions, binding);
    }

    /// <summary>Actions of a PartiQL statement, with their values in place.</summary>
    /// <exception cref="WireException">A ValidationException.</exception>
    public static UpdatePlan OfStatement(UpdateAction[] actions) => Checked(actions, Binding.Statement);

    /// <summary>Actions of the older API: each on an attribute of its own, known to be right.</summary>
    public static UpdatePlan OfLegacy(UpdateAction[] actions) =>
        new(actions, Binding.None, DynamoErrors.TypeMismatchForUpdate);

    /// <summary>No action may touch a key attribute. Checked when the table is known.</summary>
    /// <exception cref="WireException">A ValidationException.</exception>
    public void CheckKeys(KeySchema key)
    {
        foreach (ValuePath path in paths)
        {
            if (key.Has(path.Attribute)) throw new WireException(DynamoErrors.KeyUpdated(path.Attribute));
        }
    }

    /// <summary>What it writes must suit the indexes whose keys it is part of, as far as the request tells it. Checked when the table is known.</summary>
    /// <exception cref="WireException">A ValidationException.</exception>
    public void CheckIndexKeys(TableSchema table)
    {
        if (table.Indexes.IsEmpty) return;
        foreach (UpdateAction action in actions)
        {
            if (!action.Target.IsAttribute || action.Operand is null) continue;
            ValueKind kind = KnownOperands.KindOf(action.Operand, binding);
            if (kind != ValueKind.None) KeyRules.CheckIndexKeyType(table, action.Target.Attribute(binding), kind);
        }

        CheckIndexKeysNotEmpty(table);
    }

    /// <summary>The part of it that transactions look at before they begin.</summary>
    /// <exception cref="WireException">A ValidationException.</exception>
    public void CheckIndexKeysNotEmpty(TableSchema table)
    {
        foreach (UpdateAction action in actions)
        {
            if (action is not { Kind: UpdateActionKind.Set, Target.IsAttribute: true, Operand: { } operand }) continue;
            if (KeyRules.IsEmpty(KnownOperands.ValueOf(operand, binding))) KeyRules.CheckUpdatedIndexKey(table, action.Target.Attribute(binding), KnownOperands.ValueOf(operand, binding));
        }
    }

    /// <summary>The attributes that a path of it goes into.</summary>
    public IReadOnlyList<string> NestedAttributes()
    {
        List<string> attributes = [];
        foreach (UpdateAction action in actions)
        {
            if (!action.Target.IsAttribute) attributes.Add(action.Target.Attribute(binding));
            if (action.Operand is not null) AttributeCollector.Collect(action.Operand, binding, ofNested: true, attributes);
        }

        return attributes;
    }

    /// <summary>Runs it on an item.</summary>
    /// <param name="item">A map with all attributes, keys too; none for no item.</param>
    /// <param name="key">A map of the key attributes: what an absent item is evaluated on.</param>
    /// <param name="condition">The request's condition; it decides whether the request could have created the item.</param>
    /// <exception cref="WireException">A ValidationException: the update does not fit the item.</exception>
    public UpdateResult Evaluate(Value item, Value key, Condition? condition = null)
    {
        List<DocumentEdit> edits = new(actions.Length + 1);
        if (Run(item.IsNone ? key : item, edits) is { } fault) throw new WireException(fault);
        if (WouldCreate(item, key, condition)) edits.Insert(0, new DocumentEdit.Touch());
        return new UpdateResult(edits, this);
    }

    /// <summary>The parts of an item that it writes or removes.</summary>
    public Value Touched(Value item) => (targets ??= PathTree.Build(actions.Select(action => action.Target), binding)).Cut(item);

    /// <summary>Whether it changes what lies at a path of a condition.</summary>
    public bool Writes(DocumentPath path, Binding other) => Array.Exists(actions, action => action.Target.RelationTo(path, binding, other) == PathRelation.Overlap);

    /// <summary>Whether it takes from the number at a path of a condition.</summary>
    public bool Decrements(DocumentPath path, Binding other) =>
        Array.Exists(actions, action => action.Target.Elements.Length == path.Elements.Length && action.Target.RelationTo(path, binding, other) == PathRelation.Overlap && IsDecrement(action));

    private static UpdatePlan Checked(UpdateAction[] actions, Binding binding)
    {
        new UpdateChecker(actions, binding).Check();
        return new UpdatePlan(actions, binding, DynamoErrors.OperandTypeIncorrect);
    }

    private bool IsDecrement(UpdateAction action) => (action.Kind, action.Operand) switch
    {
        (UpdateActionKind.Add, { } by) => SignOf(by) < 0,
        (UpdateActionKind.Set, Operand.Arithmetic sum) => (sum.IsDifference ? -1 : 1) * SignOf(sum.Right) < 0,
        _ => false,
    };

    /// <summary>The sign of a number of the request; 1 for what only the item knows.</summary>
    private int SignOf(Operand operand)
    {
        Value value = operand switch
        {
            Operand.Placeholder placeholder => binding.ValueOf(placeholder),
            Operand.Literal literal => literal.Value,
            _ => default,
        };
        return value.Kind == ValueKind.Number ? value.AsNumber().Sign : 1;
    }

    private DynamoError? Run(Value item, List<DocumentEdit> edits)
    {
        ActionPlanner planner = new(binding, item, typeMismatch, edits);
        for (int i = 0; i < actions.Length; i++)
        {
            if (planner.Plan(actions[i], paths[i]) is { } fault) return fault;
        }

        return null;
    }

    /// <summary>Rule E: whether the whole request, run on an absent item, would have created it. Removing alone creates nothing.</summary>
    private bool WouldCreate(Value item, Value key, Condition? condition)
    {
        bool makes = actions.Length == 0 || Array.Exists(actions, action => action.Kind is UpdateActionKind.Set or UpdateActionKind.Add);
        if (!makes || (condition is not null && !condition.IsTrue(default))) return false;
        return item.IsNone || SuitsAbsent(key) || Run(key, []) is null;
    }

    /// <summary>True if all actions give or take attributes that the key lacks, by values of the request: what suited the item suits the key alone too, and need not be run to know that.</summary>
    private bool SuitsAbsent(Value key)
    {
        foreach (UpdateAction action in actions)
        {
            if (!action.Target.IsAttribute || action.Operand is not (null or Operand.Placeholder or Operand.Literal) || !action.Target.Find(key, binding).IsNone) return false;
        }

        return true;
    }
}
