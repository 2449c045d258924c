namespace Gateway.LambdaCompat.Packages;

/// <summary>A package cannot be taken.</summary>
internal sealed class PackageException(PackageFault fault) : Exception($"A package cannot be taken: {fault}.")
{
    public PackageFault Fault { get; } = fault;
}
