using Gateway.LambdaCompat.Engine.Processes;
using Gateway.LambdaCompat.Engine.Runtimes;
using Gateway.LambdaCompat.Engine.Sandboxing;
using Gateway.LambdaCompat.Logs;

namespace Gateway.LambdaCompat.Engine.Environments;

/// <summary>What all environments of an engine share.</summary>
internal sealed record EngineParts
{
    public required ProcessEngineOptions Options { get; init; }

    public required IFunctionLog Log { get; init; }

    public required Func<EnvironmentSpec, FunctionCredentials> Credentials { get; init; }

    public required TimeProvider Time { get; init; }

    public required RandomIds Ids { get; init; }

    public required ProcessHost Host { get; init; }

    public required NamespaceWorker Namespaces { get; init; }

    public required ControlGroupTree? Groups { get; init; }

    public required PortBan? Ban { get; init; }

    public required Sandbox Sandbox { get; init; }

    public required RuntimeCatalog Runtimes { get; init; }

    public required LayerMerger Layers { get; init; }
}
