namespace Gateway.DynamoCompat;

/// <summary>Leaves the depth of a parser with an answer for the client. Caught once, in the face.</summary>
internal sealed class WireException(DynamoError error) : Exception(error.Message)
{
    public DynamoError Error => error;
}
