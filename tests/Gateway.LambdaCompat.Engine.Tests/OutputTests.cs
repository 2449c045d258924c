using System.Text;
using Gateway.LambdaCompat.Engine.Output;
using Gateway.LambdaCompat.Engine.Processes;

namespace Gateway.LambdaCompat.Engine.Tests;

public sealed class OutputTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public void Lines_are_events_in_whatever_pieces_they_come(int size)
    {
        List<string> events = [];
        LineSplitter splitter = new() { Target = events.Add };
        byte[] bytes = Encoding.UTF8.GetBytes("one\n\ntwo\u001elines \u00fc\nrest");
        for (int at = 0; at < bytes.Length; at += size) splitter.Add(bytes.AsSpan(at, Math.Min(size, bytes.Length - at)));
        Assert.Equal(["one\n", "\n", "two\nlines \u00fc\n"], events);
        splitter.Flush();
        splitter.Flush();
        Assert.Equal(["rest"], events.Skip(3));
    }

    [Fact]
    public void A_line_without_end_is_cut()
    {
        List<string> events = [];
        LineSplitter splitter = new() { Target = events.Add };
        byte[] bytes = new byte[300_000];
        Array.Fill(bytes, (byte)'x');
        for (int i = 0; i < 4; i++) splitter.Add(bytes);
        splitter.Flush();
        Assert.All(events.SkipLast(1), one => Assert.Equal(256 * 1024, one.Length));
        Assert.Equal(1_200_000, events.Sum(one => one.Length));
    }

    [Fact]
    public void The_tail_is_the_last_four_kilobytes()
    {
        LogTail tail = new();
        string all = "";
        for (int i = 0; i < 1000; i++)
        {
            tail.Add($"line {i}\n");
            all += $"line {i}\n";
        }

        Assert.Equal(all[^4096..], Encoding.UTF8.GetString(tail.ToArray()));
        tail.Add(new string('y', 10_000));
        Assert.Equal(new string('y', 4096), Encoding.UTF8.GetString(tail.ToArray()));
    }

    [Theory]
    [InlineData(0, false, "Runtime exited without providing a reason")]
    [InlineData(1 << 8, false, "Runtime exited with error: exit status 1")]
    [InlineData(137 << 8, false, "Runtime exited with error: exit status 137")]
    [InlineData(137 << 8, true, "Runtime exited with error: signal: killed")]
    [InlineData(9, true, "Runtime exited with error: signal: killed")]
    [InlineData(11 | 0x80, false, "Runtime exited with error: signal: segmentation fault")]
    public void Ends_are_told_in_the_words_of_aws(int status, bool throughSandbox, string text) => Assert.Equal(text, new ExitReason(status, throughSandbox).Text);
}
