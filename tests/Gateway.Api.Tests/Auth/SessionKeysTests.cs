using Gateway.Api.Auth;
using Gateway.Testing;

namespace Gateway.Api.Tests.Auth;

public sealed class SessionKeysTests
{
    private static readonly byte[] Master = [.. Enumerable.Range(0, 32).Select(number => (byte)number)];
    private readonly ManualTimeProvider time = new();

    [Fact]
    public void What_was_issued_is_found_by_id_and_token_also_after_a_restart()
    {
        AccessKey issued = new SessionKeys(Master, time).Issue("123456789012", "arn:aws:iam::123456789012:role/é", TimeSpan.FromHours(1));

        AccessKey? found = new SessionKeys(Master, time).Find(issued.Id, issued.SessionToken);

        Assert.Equal(issued, found);
        Assert.Matches("^ASIA[A-Z2-7]{16}$", issued.Id);
        Assert.Equal((40, "123456789012"), (issued.Secret.Length, found!.AccountId));
    }

    [Fact]
    public void It_ends_with_its_time()
    {
        SessionKeys keys = new(Master, time);
        AccessKey issued = keys.Issue("123456789012", "role", TimeSpan.FromMinutes(1));
        Assert.NotNull(keys.Find(issued.Id, issued.SessionToken));

        time.Advance(TimeSpan.FromSeconds(61));

        Assert.Null(keys.Find(issued.Id, issued.SessionToken));
    }

    [Fact]
    public void Nobody_else_can_make_or_bend_one()
    {
        SessionKeys keys = new(Master, time);
        AccessKey issued = keys.Issue("123456789012", "role", TimeSpan.FromHours(1));
        AccessKey other = keys.Issue("210987654321", "role", TimeSpan.FromHours(1));
        AccessKey foreign = new SessionKeys([.. Master.Reverse()], time).Issue("123456789012", "role", TimeSpan.FromHours(1));

        Assert.Null(keys.Find(other.Id, issued.SessionToken));
        Assert.Null(keys.Find(foreign.Id, foreign.SessionToken));
        Assert.Null(keys.Find(issued.Id, ""));
        Assert.Null(keys.Find("AKIDEXAMPLE", issued.SessionToken));
        for (int at = 0; at < issued.SessionToken!.Length; at += 7)
        {
            char bent = issued.SessionToken[at] == 'A' ? 'B' : 'A';
            Assert.Null(keys.Find(issued.Id, $"{issued.SessionToken[..at]}{bent}{issued.SessionToken[(at + 1)..]}"));
        }
    }
}
