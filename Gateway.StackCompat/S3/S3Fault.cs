namespace Gateway.StackCompat.S3;

/// <summary>A request that S3 refuses. Caught once, in the face.</summary>
internal sealed class S3Fault(S3Error error) : Exception(error.Message)
{
    public S3Error Error => error;
}
