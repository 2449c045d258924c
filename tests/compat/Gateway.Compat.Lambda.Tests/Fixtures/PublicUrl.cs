namespace Gateway.Compat.Lambda.Tests.Fixtures;

/// <summary>A function with a URL that everybody may call. It answers with what the header <c>x-result</c> says, fails at <c>/throw</c>, and gives back its event otherwise.</summary>
public sealed class PublicUrl(ServiceUnderTest service) : TestFunction(service)
{
    private Uri url = null!;

    /// <summary>False: no policy lets anybody in.</summary>
    internal bool IsPublic { get; init; } = true;

    private protected override string? Code =>
        """
        exports.handler = async (event) => {
          if (event.rawPath === '/throw') throw new Error('as told');
          return event.headers['x-result'] ? JSON.parse(event.headers['x-result']) : { statusCode: 200, body: event };
        };
        """;

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        url = new Uri((string)(await CallAsync("POST", "/2021-10-31/functions/@F/url", """{"AuthType":"NONE"}""")).Json["FunctionUrl"]!);
        if (!IsPublic) return;

        string policy = $"{Functions}/@F/policy";
        await CallAsync("POST", policy, """{"StatementId":"url","Action":"lambda:InvokeFunctionUrl","Principal":"*","FunctionUrlAuthType":"NONE"}""");
        await CallAsync("POST", policy, """{"StatementId":"function","Action":"lambda:InvokeFunction","Principal":"*","InvokedViaFunctionUrl":true}"""); // AWS wants both since October 2025
    }

    internal Task<Answer> GetAsync(string pathAndQuery, params (string Name, string Value)[] headers) => SendAsync("GET", pathAndQuery, [], headers);

    /// <summary>A call that has the function answer something.</summary>
    internal Task<Answer> ResultAsync(string result) => GetAsync("", ("x-result", result));

    internal async Task<Answer> SendAsync(string method, string pathAndQuery, byte[] body, params (string Name, string Value)[] headers)
    {
        Service.RequireFunctions();

        // A PoP in this machine is found by its address; the host name says which function is meant.
        Uri place = Service.IsAws ? url : Service.Address;
        using HttpRequestMessage request = new(new HttpMethod(method), new Uri(place, "/" + pathAndQuery));
        request.Headers.Host = url.Authority;
        if (body.Length > 0) request.Content = new ByteArrayContent(body);
        foreach ((string name, string value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content?.Headers.TryAddWithoutValidation(name, value);
        }

        return await Service.Client.SendAsIsAsync(request);
    }
}
