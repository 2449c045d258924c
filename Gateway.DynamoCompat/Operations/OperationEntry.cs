using Gateway.DynamoCompat.Wire.Shapes;

namespace Gateway.DynamoCompat.Operations;

/// <summary>An operation and the shape of its input.</summary>
internal sealed class OperationEntry
{
    private readonly string name;
    private Shape? input;

    public OperationEntry(string name, IDynamoOperation operation)
    {
        this.name = name;
        Operation = operation;
    }

    public OperationEntry(string name, IItemOperation operation)
    {
        this.name = name;
        Item = operation;
    }

    /// <summary>Null for an operation that writes one item.</summary>
    public IDynamoOperation? Operation { get; }

    /// <summary>Null for every other operation.</summary>
    public IItemOperation? Item { get; }

    /// <summary>True for the two operations that count what is wrong with a request, see <see cref="DynamoError.IsCounted"/>.</summary>
    public bool CountsErrors => Item is PutItem or UpdateItem;

    /// <summary>Read from the model when it is asked for the first time: a start needs none of them.</summary>
    public Shape Input => input ??= ServiceModel.Dynamo.InputOf(name);
}
