using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Testing.Faces;
using Gateway.Wire.HttpApis;

namespace Gateway.LambdaCompat.Http.Tests;

public sealed class AuthorizerTests : IDisposable
{
    private const string ByPath = "/_aws/execute-api/api1/dev/x";
    private const string Issuer = "https://issuer.example.com/pool";
    private readonly FrontRig rig = new();
    private readonly RSA rsa = RSA.Create(2048);
    private readonly ECDsa curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public AuthorizerTests() => rig.Answers("f", """{"statusCode":200,"body":"in"}""");

    public void Dispose()
    {
        rsa.Dispose();
        curve.Dispose();
    }

    [Theory]
    [InlineData("RS256", "k1", "", 200)]
    [InlineData("ES256", "k2", "", 200)]
    [InlineData("RS256", "k1", "\"iss\":\"https://other\"", 401)]
    [InlineData("RS256", "k1", "\"aud\":\"other\"", 401)]
    [InlineData("RS256", "k1", "\"aud\":[\"x\",\"app\"]", 200)]
    [InlineData("RS256", "k1", "\"exp\":1767225599", 401)]
    [InlineData("RS256", "k1", "\"nbf\":1767225700", 401)]
    [InlineData("RS256", "k1", "\"scope\":\"other\"", 403)]
    [InlineData("RS256", "k2", "", 401)]
    [InlineData("RS256", "k9", "", 401)]
    [InlineData("none", "k1", "", 401)]
    public async Task A_token_must_hold(string algorithm, string key, string change, int status)
    {
        AddJwt();

        MemoryAnswer answer = await rig.AskAsync("GET", ByPath, $"Authorization: Bearer {Token(algorithm, key, change)}");
        Assert.Equal(status, answer.Status);
        if (status == 401) Assert.Equal("""{"message":"Unauthorized"}""", answer.Text);
        if (status == 403) Assert.Equal("""{"message":"Forbidden"}""", answer.Text);
    }

    [Fact]
    public async Task Claims_are_texts_in_the_event_and_keys_are_fetched_once()
    {
        AddJwt();
        string token = Token("RS256", "k1", "\"groups\":[\"a\",\"b\"]");
        await rig.AskAsync("GET", ByPath, $"Authorization: {token}");
        await rig.AskAsync("GET", ByPath, $"Authorization: Bearer {token}");

        JsonNode jwt = rig.Seen["f"]["requestContext"]!["authorizer"]!["jwt"]!;
        Assert.Equal(("ann", "[a b]", "1767229200"), (jwt["claims"]!["sub"]!.GetValue<string>(), jwt["claims"]!["groups"]!.GetValue<string>(), jwt["claims"]!["exp"]!.GetValue<string>()));
        Assert.Equal("""["read"]""", jwt["scopes"]!.ToJsonString());
        Assert.Equal(2, rig.Fetched.Count);
        Assert.Equal(401, (await rig.AskAsync("GET", ByPath)).Status);
        Assert.Equal(401, (await rig.AskAsync("GET", ByPath, "Authorization: Bearer x.y.z")).Status);
        Assert.Equal(401, (await rig.AskAsync("GET", ByPath, $"Authorization: Bearer {token[..^4]}AAAA")).Status);
    }

    [Fact]
    public async Task A_new_key_of_the_issuer_is_found_but_not_looked_for_all_the_time()
    {
        AddJwt();
        await rig.AskAsync("GET", ByPath, $"Authorization: {Token("RS256", "k1", "")}");
        for (int i = 0; i < 5; i++) await rig.AskAsync("GET", ByPath, $"Authorization: {Token("RS256", "k3", "")}");
        Assert.Equal(2, rig.Fetched.Count);
        rig.Documents[Issuer + "/keys"] = rig.Documents[Issuer + "/keys"].Replace("\"k1\"", "\"k3\"", StringComparison.Ordinal);
        rig.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(200, (await rig.AskAsync("GET", ByPath, $"Authorization: {Token("RS256", "k3", "")}")).Status);
    }

    [Theory]
    [InlineData("""{"isAuthorized":true,"context":{"user":"ann","n":1}}""", 200)]
    [InlineData("""{"isAuthorized":false}""", 403)]
    [InlineData("""{"wrong":true}""", 500)]
    public async Task A_function_may_answer_simply(string decision, int status)
    {
        Add(HttpApiKind.Http, new ApiAuthorizer { Id = "a1", Type = "REQUEST", Function = "auth", PayloadVersion = "2.0", HasSimpleAnswers = true, IdentitySources = ["$request.header.X-Key"], CacheTime = TimeSpan.FromSeconds(60) });
        rig.Answers("auth", decision);

        Assert.Equal(401, (await rig.AskAsync("GET", ByPath)).Status);
        MemoryAnswer answer = await rig.AskAsync("GET", ByPath + "?q=1", "X-Key: k");
        Assert.Equal(status, answer.Status);
        JsonNode asked = rig.Seen["auth"];
        Assert.Equal(("2.0", "REQUEST", "arn:aws:execute-api:us-east-1:000000000000:api1/dev/GET/x", """["k"]"""), (asked["version"]!.GetValue<string>(), asked["type"]!.GetValue<string>(), asked["routeArn"]!.GetValue<string>(), asked["identitySource"]!.ToJsonString()));
        if (status == 200) Assert.Equal("""{"lambda":{"user":"ann","n":1}}""", rig.Seen["f"]["requestContext"]!["authorizer"]!.ToJsonString());
    }

    [Fact]
    public async Task Decisions_are_kept_for_as_long_as_the_authorizer_says()
    {
        Add(HttpApiKind.Http, new ApiAuthorizer { Id = "a1", Type = "REQUEST", Function = "auth", PayloadVersion = "2.0", HasSimpleAnswers = true, IdentitySources = ["$request.header.X-Key"], CacheTime = TimeSpan.FromSeconds(60) });
        rig.Answers("auth", """{"isAuthorized":true}""");

        for (int i = 0; i < 3; i++) await rig.AskAsync("GET", ByPath, "X-Key: k");
        Assert.Equal(1, rig.Calls["auth"]);
        await rig.AskAsync("GET", ByPath, "X-Key: other");
        Assert.Equal(2, rig.Calls["auth"]);
        rig.Time.Advance(TimeSpan.FromSeconds(61));
        await rig.AskAsync("GET", ByPath, "X-Key: k");
        Assert.Equal(3, rig.Calls["auth"]);
    }

    [Theory]
    [InlineData("Allow", "arn:aws:execute-api:us-east-1:000000000000:api1/dev/GET/x", 200, "")]
    [InlineData("Allow", "arn:aws:execute-api:*:*:api1/*/GET/*", 200, "")]
    [InlineData("Allow", "arn:aws:execute-api:us-east-1:000000000000:api1/dev/POST/x", 403, """{"Message":"User is not authorized to access this resource"}""")]
    [InlineData("Deny", "*", 403, """{"Message":"User is not authorized to access this resource with an explicit deny"}""")]
    public async Task A_policy_decides_for_the_method(string effect, string resource, int status, string text)
    {
        Add(HttpApiKind.Rest, new ApiAuthorizer { Id = "a1", Type = "TOKEN", Function = "auth", IdentitySources = ["method.request.header.Authorization"], TokenPattern = "^tok.*$" });
        rig.Answers("auth", $$$"""{"principalId":"u1","policyDocument":{"Version":"2012-10-17","Statement":[{"Action":"execute-api:Invoke","Effect":"{{{effect}}}","Resource":"{{{resource}}}"}]},"context":{"n":5,"b":true,"s":"x"}}""");

        MemoryAnswer answer = await rig.AskAsync("GET", ByPath, "Authorization: token");
        Assert.Equal(status, answer.Status);
        Assert.Equal("""{"type":"TOKEN","authorizationToken":"token","methodArn":"arn:aws:execute-api:us-east-1:000000000000:api1/dev/GET/x"}""", rig.Seen["auth"].ToJsonString());
        if (status == 200) Assert.Equal("""{"n":"5","b":"true","s":"x","principalId":"u1","integrationLatency":0}""", rig.Seen["f"]["requestContext"]!["authorizer"]!.ToJsonString());
        else Assert.Equal(text, answer.Text);
    }

    [Fact]
    public async Task A_rest_api_tells_what_is_wrong_with_a_token()
    {
        Add(HttpApiKind.Rest, new ApiAuthorizer { Id = "a1", Type = "TOKEN", Function = "auth", IdentitySources = ["method.request.header.Authorization"], TokenPattern = "^tok.*$" });
        Assert.Equal((401, """{"message":"Unauthorized"}"""), await AskAsync());
        Assert.Equal((401, """{"message":"Unauthorized"}"""), await AskAsync("Authorization: wrong"));
        Assert.Equal(0, rig.Calls.GetValueOrDefault("auth"));
        rig.Functions["auth"] = _ => Task.FromResult(FrontRig.Failed("""{"errorMessage":"Unauthorized"}"""));
        Assert.Equal((401, """{"message":"Unauthorized"}"""), await AskAsync("Authorization: token"));
        rig.Functions["auth"] = _ => Task.FromResult(FrontRig.Failed("""{"errorMessage":"bug"}"""));
        Assert.Equal((500, """{"message":null}"""), await AskAsync("Authorization: token"));
        rig.Answers("auth", """{"principalId":"u"}""");
        Assert.Equal((500, """{"message":null}"""), await AskAsync("Authorization: token"));
        rig.Functions.Remove("auth");
        Assert.Equal((500, """{"message":null}"""), await AskAsync("Authorization: token"));

        async Task<(int, string)> AskAsync(params string[] headers)
        {
            MemoryAnswer answer = await rig.AskAsync("GET", ByPath, headers);
            return (answer.Status, answer.Text);
        }
    }

    [Fact]
    public async Task Who_signed_is_told_and_who_did_not_is_refused()
    {
        rig.AddApi(HttpApiKind.Rest, "dev", FrontRig.Route("GET", "/x") with { AuthorizationType = "AWS_IAM" });
        Assert.Equal("""{"message":"Missing Authentication Token"}""", (await rig.AskAsync("GET", ByPath)).Text);
        rig.Caller = new SignedCaller(FrontRig.Account, "AKIA", "AIDA", "arn:aws:iam::000000000000:user/ann");

        Assert.Equal("in", (await rig.AskAsync("GET", ByPath)).Text);
        Assert.Equal("arn:aws:iam::000000000000:user/ann", rig.Seen["f"]["requestContext"]!["identity"]!["userArn"]!.GetValue<string>());
    }

    private void AddJwt()
    {
        RSAParameters key = rsa.ExportParameters(false);
        ECParameters point = curve.ExportParameters(false);
        rig.Documents[Issuer + "/.well-known/openid-configuration"] = $$"""{"jwks_uri":"{{Issuer}}/keys"}""";
        rig.Documents[Issuer + "/keys"] = $$"""{"keys":[{"kty":"RSA","kid":"k1","n":"{{Base64Url.EncodeToString(key.Modulus)}}","e":"{{Base64Url.EncodeToString(key.Exponent)}}"},{"kty":"EC","crv":"P-256","kid":"k2","x":"{{Base64Url.EncodeToString(point.Q.X)}}","y":"{{Base64Url.EncodeToString(point.Q.Y)}}"},{"kty":"oct","kid":"k9"}]}""";
        rig.AddApi(HttpApiKind.Http, "dev", FrontRig.Route("GET", "/x") with
        {
            AuthorizationType = "JWT",
            Authorizer = new ApiAuthorizer { Id = "a1", Type = "JWT", IdentitySources = ["$request.header.Authorization"], Issuer = Issuer, Audience = ["app"] },
            Scopes = ["read", "write"],
        });
    }

    private void Add(HttpApiKind kind, ApiAuthorizer authorizer) => rig.AddApi(kind, "dev", FrontRig.Route("GET", "/x") with { AuthorizationType = "CUSTOM", Authorizer = authorizer });

    /// <summary>A token that holds, but for what is changed.</summary>
    private string Token(string algorithm, string key, string change)
    {
        JsonObject claims = (JsonObject)JsonNode.Parse($$"""{"iss":"{{Issuer}}","aud":"app","sub":"ann","exp":1767229200,"scope":"read other"}""")!;
        if (change.Length > 0)
        {
            foreach ((string name, JsonNode? value) in (JsonObject)JsonNode.Parse($"{{{change}}}")!) claims[name] = value!.DeepClone();
        }

        string signed = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"alg":"{{algorithm}}","kid":"{{key}}"}"""))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        byte[] bytes = Encoding.ASCII.GetBytes(signed);
        byte[] signature = algorithm == "ES256" ? curve.SignData(bytes, HashAlgorithmName.SHA256) : rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }
}
