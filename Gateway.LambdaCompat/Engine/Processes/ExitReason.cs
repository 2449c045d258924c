namespace Gateway.LambdaCompat.Engine.Processes;

/// <summary>How a process ended, in AWS's words.</summary>
/// <param name="Status">As the kernel gives it.</param>
/// <param name="ThroughSandbox">True if the sandbox's own process stands between: it tells a signal as 128 + its number.</param>
internal readonly record struct ExitReason(int Status, bool ThroughSandbox)
{
    private int Code => (Status >> 8) & 0xff;

    private int Signal => (Status & 0x7f) is > 0 and int direct ? direct : ThroughSandbox && Code > 128 ? Code - 128 : 0;

    /// <summary>As <c>Runtime exited with error: exit status 1</c>.</summary>
    public string Text => Signal > 0 ? $"Runtime exited with error: signal: {NameOf(Signal)}" : Code > 0 ? $"Runtime exited with error: exit status {Code}" : "Runtime exited without providing a reason";

    private static string NameOf(int signal) => signal switch
    {
        1 => "hangup",
        2 => "interrupt",
        3 => "quit",
        4 => "illegal instruction",
        5 => "trace/breakpoint trap",
        6 => "aborted",
        7 => "bus error",
        8 => "floating point exception",
        9 => "killed",
        10 => "user defined signal 1",
        11 => "segmentation fault",
        12 => "user defined signal 2",
        13 => "broken pipe",
        14 => "alarm clock",
        15 => "terminated",
        _ => $"signal {signal}",
    };
}
