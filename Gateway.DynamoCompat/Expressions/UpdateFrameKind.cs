namespace Gateway.DynamoCompat.Expressions;

/// <summary>What an <see cref="UpdateFrame"/> is around.</summary>
internal enum UpdateFrameKind : byte
{
    Whole,
    Group,
    Call,
}
