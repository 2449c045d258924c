namespace Gateway.LambdaCompat.Functions;

/// <summary>Code and configuration of a function: <c>$LATEST</c>, or a version that was published.</summary>
internal sealed record VersionRecord
{
    /// <summary><c>$LATEST</c> or a number.</summary>
    public required string Version { get; init; }

    /// <summary>A UUID that changes with every change.</summary>
    public required string RevisionId { get; init; }

    /// <summary>Changes when code or configuration do, so that environments are made anew.</summary>
    public required string StateId { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    public string Description { get; init; } = "";

    public required string Runtime { get; init; }

    public required string Role { get; init; }

    public required string Handler { get; init; }

    /// <summary>SHA-256 of the package, hexadecimal.</summary>
    public required string CodeHash { get; init; }

    public required long CodeSize { get; init; }

    public int TimeoutSeconds { get; init; } = 3;

    public int MemoryMegabytes { get; init; } = 128;

    public int EphemeralStorageMegabytes { get; init; } = 512;

    public IReadOnlyList<string> Architectures { get; init; } = ["x86_64"];

    /// <summary>Null if never set.</summary>
    public IReadOnlyDictionary<string, string>? Variables { get; init; }

    public IReadOnlyList<LayerReference> Layers { get; init; } = [];

    public string? KmsKeyArn { get; init; }

    public string? DeadLetterArn { get; init; }

    public string TracingMode { get; init; } = "PassThrough";

    public VpcSettings? Vpc { get; init; }

    public IReadOnlyList<FileSystemSettings> FileSystems { get; init; } = [];

    public string SnapStart { get; init; } = "None";

    public LogSettings Logging { get; init; } = new();

    /// <summary>SHA-256 of the package, Base64.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string CodeSha256 => Convert.ToBase64String(Convert.FromHexString(CodeHash));

    /// <summary>Where its log goes.</summary>
    public string LogGroupOf(string functionName) => Logging.Group ?? $"/aws/lambda/{functionName}";
}
