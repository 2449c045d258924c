using Gateway.Api.Options;
using Gateway.Replication.Backup;
using Gateway.Storage;

namespace Gateway.Api.Backups;

/// <summary>From what a command throws to the exit code: 0 done, 1 it cannot be done, 2 the command line was not understood.</summary>
internal static class CommandFrame
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int Usage = 2;

    /// <summary>Runs a command.</summary>
    /// <param name="name">As <c>restore</c>, for the hint.</param>
    /// <param name="error">Takes the messages.</param>
    /// <param name="command">The command.</param>
    public static int Run(string name, TextWriter error, Func<int> command)
    {
        try
        {
            return command();
        }
        catch (UsageFault fault)
        {
            foreach (string line in fault.Faults) error.WriteLine($"edgectl: {line}");
            error.WriteLine($"Run 'edgectl {name} --help' to see what there is.");
            return Usage;
        }
        catch (Exception fault) when (fault is BackupFault or StoreFault or OptionsFault or IOException or UnauthorizedAccessException)
        {
            foreach (string line in fault.Message.Split('\n')) error.WriteLine($"edgectl: {line}");
            return Failure;
        }
        catch (OperationCanceledException)
        {
            error.WriteLine($"edgectl: {name} was stopped; nothing was left behind");
            return Failure;
        }
    }
}
