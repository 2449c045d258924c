namespace Gateway.LambdaCompat.Engine.Environments;

/// <summary>An environment cannot start.</summary>
/// <param name="isFunctions">True if the package is to blame, not the machine.</param>
internal sealed class LaunchFault(string message, bool isFunctions) : Exception(message)
{
    public bool IsFunctions => isFunctions;
}
