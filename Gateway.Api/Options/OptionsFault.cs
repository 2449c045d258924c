namespace Gateway.Api.Options;

/// <summary>Options that a PoP cannot run with; the message is for the person who set them.</summary>
/// <param name="faults">At least one; each a line of its own.</param>
public sealed class OptionsFault(IReadOnlyList<string> faults) : Exception(string.Join('\n', faults))
{
    /// <param name="fault">One line.</param>
    public OptionsFault(string fault)
        : this([fault])
    {
    }

    /// <summary>One line each.</summary>
    public IReadOnlyList<string> Faults => faults;
}
