namespace Gateway.LambdaCompat.Operations;

/// <summary>One operation of Lambda.</summary>
internal interface ILambdaOperation
{
    /// <summary>Answers, or throws <see cref="Wire.Answers.WireException"/>.</summary>
    ValueTask RunAsync(LambdaCall call, CancellationToken token);
}
