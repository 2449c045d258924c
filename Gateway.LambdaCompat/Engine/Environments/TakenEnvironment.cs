namespace Gateway.LambdaCompat.Engine.Environments;

/// <summary>An environment for one invocation.</summary>
/// <param name="Environment">Which one.</param>
/// <param name="IsNew">It was started while the invocation waited: that is its cold start.</param>
internal readonly record struct TakenEnvironment<T>(T Environment, bool IsNew);
