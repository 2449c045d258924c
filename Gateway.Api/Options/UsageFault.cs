namespace Gateway.Api.Options;

/// <summary>A command line that cannot be understood; nothing was done.</summary>
/// <param name="faults">At least one; each a line of its own.</param>
internal sealed class UsageFault(IReadOnlyList<string> faults) : Exception(string.Join('\n', faults))
{
    /// <summary>One line each.</summary>
    public IReadOnlyList<string> Faults => faults;
}
