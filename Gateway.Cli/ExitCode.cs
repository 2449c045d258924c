namespace Gateway.Cli;

/// <summary>What a script can trust: the exit codes of edgectl. The numbers are stable.</summary>
internal enum ExitCode
{
    /// <summary>Done.</summary>
    Success = 0,

    /// <summary>The command was understood and could not be done; the message on standard error says why.</summary>
    Failure = 1,

    /// <summary>The command line was not understood; nothing was done.</summary>
    Usage = 2,
}
