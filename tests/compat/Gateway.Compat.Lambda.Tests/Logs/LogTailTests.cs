using System.Text;
using Gateway.Compat.Lambda.Tests.Fixtures;

namespace Gateway.Compat.Lambda.Tests.Logs;

/// <summary>The tail of the log that comes with an answer, and its lines. Source: doc API_Invoke, nodejs-logging; lines as observed.</summary>
public sealed class LogTailTests(ObedientFunction f) : IClassFixture<ObedientFunction>
{
    [Fact]
    public async Task A_call_is_told_in_three_lines_with_the_functions_own_between()
    {
        Answer answer = await f.InvokeAsync("""{"do":"print","lines":["one","two"]}""", ("X-Amz-Log-Type", "Tail"));
        string id = answer.Header("x-amzn-requestid")!;

        Assert.Matches(
            $"^START RequestId: {id} Version: \\$LATEST\none\ntwo\nEND RequestId: {id}\nREPORT RequestId: {id}\tDuration: \\d+\\.\\d\\d ms\tBilled Duration: \\d+ ms\tMemory Size: 128 MB\tMax Memory Used: \\d+ MB\t(Init Duration: \\d+\\.\\d\\d ms\t)?\n$",
            Tail(answer));
    }

    [Fact]
    public async Task The_first_call_of_a_process_has_an_init_duration_and_the_next_has_none()
    {
        TestFunction mine = await TestFunction.NewAsync(f.Service);

        Assert.Contains("\tInit Duration: ", Tail(await mine.InvokeAsync("1", ("X-Amz-Log-Type", "Tail"))), StringComparison.Ordinal);
        Assert.DoesNotContain("Init Duration", Tail(await mine.InvokeAsync("1", ("X-Amz-Log-Type", "Tail"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_the_last_4_kb()
    {
        Answer answer = await f.InvokeAsync($$"""{"do":"print","lines":["{{new string('a', 3000)}}","{{new string('b', 3000)}}"]}""", ("X-Amz-Log-Type", "Tail"));

        string tail = Tail(answer);
        Assert.Equal(4096, tail.Length);
        Assert.StartsWith("aaa", tail, StringComparison.Ordinal);
        Assert.EndsWith("\n", tail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_is_printed_with_its_trace()
    {
        Answer answer = await f.InvokeAsync("""{"do":"throw"}""", ("X-Amz-Log-Type", "Tail"));

        Assert.Contains($"Z\t{answer.Header("x-amzn-requestid")}\tERROR\tInvoke Error \t{{\"errorType\":\"TypeError\",\"errorMessage\":\"as told\",\"stack\":[\"TypeError: as told\",", Tail(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_end_of_the_process_is_reported_with_its_kind()
    {
        Answer answer = await f.InvokeAsync("""{"do":"exit","code":1}""", ("X-Amz-Log-Type", "Tail"));

        Assert.Matches($"\nREPORT RequestId: {answer.Header("x-amzn-requestid")}\t[^\n]+\tStatus: error\tError Type: Runtime.ExitError\n", Tail(answer));
    }

    [Theory]
    [InlineData("None")]
    [InlineData("")]
    public async Task Who_does_not_ask_gets_none(string type) => Assert.Null((await f.InvokeAsync("1", type.Length == 0 ? [] : [("X-Amz-Log-Type", type)])).Header("x-amz-log-result"));

    private static string Tail(Answer answer) => Encoding.UTF8.GetString(Convert.FromBase64String(answer.Header("x-amz-log-result")!));
}
