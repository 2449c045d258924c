namespace Gateway.LambdaCompat.Engine;

/// <summary>What an execution environment is made from. Invocations with the same <see cref="Key"/> may share environments; those of another one are retired.</summary>
public sealed record EnvironmentSpec
{
    /// <summary>Names account, function, version and the state of code and configuration: it changes with each of them.</summary>
    public required string Key { get; init; }

    /// <summary>The tenant: 12 digits.</summary>
    public required string AccountId { get; init; }

    /// <summary>As <c>us-east-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>Without its version.</summary>
    public required string FunctionName { get; init; }

    /// <summary><c>$LATEST</c> or a number.</summary>
    public required string Version { get; init; }

    /// <summary>As <c>nodejs22.x</c>, <c>python3.12</c>, <c>provided.al2023</c>, <c>dotnet8</c>.</summary>
    public required string Runtime { get; init; }

    /// <summary>As <c>index.handler</c>; what it means is the runtime's.</summary>
    public required string Handler { get; init; }

    /// <summary>Absolute path of the unpacked package. Many environments read it; none may write.</summary>
    public required string CodeFolder { get; init; }

    /// <summary>Absolute paths of the unpacked layers, in the order in which they lie over one another: later ones win.</summary>
    public IReadOnlyList<string> LayerFolders { get; init; } = [];

    /// <summary>The function's own variables.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>128 to 10,240.</summary>
    public int MemoryMegabytes { get; init; } = 128;

    /// <summary>Of one invocation.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Of <c>/tmp</c>.</summary>
    public int EphemeralStorageMegabytes { get; init; } = 512;

    /// <summary>The function's role; its temporary credentials are made for it.</summary>
    public required string RoleArn { get; init; }

    /// <summary>As <c>/aws/lambda/name</c>.</summary>
    public required string LogGroup { get; init; }

    /// <summary>At most so many environments at once: reserved concurrency, or what the account has left.</summary>
    public int EnvironmentsMax { get; init; } = 1000;
}
