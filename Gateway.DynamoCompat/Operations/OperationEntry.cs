using Gateway.DynamoCompat.Wire.Shapes;

namespace Gateway.DynamoCompat.Operations;

/// <summary>An operation and the shape of its input.</summary>
internal sealed class OperationEntry(string name, IDynamoOperation operation)
{
    private Shape? input;

    public IDynamoOperation Operation => operation;

    /// <summary>True for the two operations that count what is wrong with a request, see <see cref="DynamoError.IsCounted"/>.</summary>
    public bool CountsErrors => operation is PutItem or UpdateItem;

    /// <summary>Read from the model when it is asked for the first time: a start needs none of them.</summary>
    public Shape Input => input ??= ServiceModel.Dynamo.InputOf(name);
}
