using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Util;
using Amazon.Util;

namespace Gateway.Compat.Lambda.Tests.Driver;

/// <summary>Sends requests as they are written, signed by the AWS SDK's own signer.</summary>
/// <param name="addressOf">Where a service is found: by its name in host names, as <c>lambda</c> or <c>streams.dynamodb</c>.</param>
internal sealed class SignedClient(Func<string, Uri> addressOf, string region, AWSCredentials credentials) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = TimeSpan.FromMinutes(2) };

    /// <summary>Signs and sends.</summary>
    /// <param name="target">Path and query as a person writes them: <c>/2015-03-31/functions/f:$LATEST?Qualifier=1</c>; what needs it is escaped. A <c>/</c> always parts.</param>
    public async Task<Answer> SendAsync(string service, string method, string target, byte[] body, params IEnumerable<(string Name, string Value)> headers)
    {
        using HttpRequestMessage request = await PrepareAsync(service, method, target, body, headers);
        return await SendAsIsAsync(request);
    }

    /// <summary>Signs.</summary>
    public async Task<HttpRequestMessage> PrepareAsync(string service, string method, string target, byte[] body, params IEnumerable<(string Name, string Value)> headers)
    {
        string[] halves = target.Split('?', 2);
        string[] parts = halves[0].TrimStart('/').Split('/');
        string[][] pairs = halves.Length == 1 ? [] : [.. halves[1].Split('&').Select(pair => pair.Split('=', 2))];

        DefaultRequest signed = new(new SignerRequest(), service)
        {
            Endpoint = addressOf(service),
            HttpMethod = method,
            ResourcePath = "/" + string.Join('/', parts.Select((_, index) => $"{{{index}}}")),
            Content = body,
            UseQueryString = true,
        };
        for (int index = 0; index < parts.Length; index++) signed.AddPathResource($"{{{index}}}", parts[index]);
        foreach (IGrouping<string, string> values in pairs.GroupBy(pair => pair[0], pair => pair.ElementAtOrDefault(1) ?? "")) signed.ParameterCollection.Add(values.Key, [.. values]);
        foreach ((string name, string value) in headers) signed.Headers[name] = value;
        await SignAsync(signed, service);

        string path = "/" + string.Join('/', parts.Select(part => AWSSDKUtils.UrlEncode(part, path: false)));
        string query = string.Join('&', pairs.Select(pair => AWSSDKUtils.UrlEncode(pair[0], path: false) + (pair.Length > 1 ? "=" + AWSSDKUtils.UrlEncode(pair[1], path: false) : "=")));
        HttpRequestMessage request = new(new HttpMethod(method), new Uri(addressOf(service), path + (query.Length > 0 ? "?" + query : "")));
        if (body.Length > 0 || method is "POST" or "PUT") request.Content = new ByteArrayContent(body);
        foreach ((string name, string value) in signed.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value)) request.Content?.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    /// <summary>Sends without a signature.</summary>
    public async Task<Answer> SendAsIsAsync(HttpRequestMessage request)
    {
        using HttpResponseMessage response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        byte[] body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return new Answer((int)response.StatusCode, body, response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key.ToLowerInvariant(), header => string.Join(",", header.Value)));
    }

    public void Dispose() => http.Dispose();

    private async Task SignAsync(DefaultRequest request, string service)
    {
        ImmutableCredentials keys = await credentials.GetCredentialsAsync();
        if (keys.UseToken) request.Headers["X-Amz-Security-Token"] = keys.Token;
        string signedService = service == "streams.dynamodb" ? "dynamodb" : service;
        AWS4SigningResult signature = new AWS4Signer().SignRequest(request, new SignerConfig(signedService, region), new RequestMetrics(), keys.AccessKey, keys.SecretKey);
        request.Headers["Authorization"] = signature.ForAuthorizationHeader;
    }
}
