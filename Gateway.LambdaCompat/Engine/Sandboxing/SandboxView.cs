namespace Gateway.LambdaCompat.Engine.Sandboxing;

/// <summary>Where an environment's processes see things.</summary>
internal sealed record SandboxView(string Task, string Layers, string Runtime, string Temporary)
{
    /// <summary>As on AWS.</summary>
    public static SandboxView Walled { get; } = new("/var/task", "/opt", "/var/runtime", "/tmp");
}
