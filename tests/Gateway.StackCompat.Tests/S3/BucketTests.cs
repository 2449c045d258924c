using System.Xml.Linq;
using Gateway.StackCompat.Tests.Hosting;

namespace Gateway.StackCompat.Tests.S3;

public sealed class BucketTests : IDisposable
{
    private readonly BucketRig rig = new();

    public static TheoryData<string, string> Puttable => new()
    {
        { "encryption", "<ServerSideEncryptionConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>" },
        { "policy", "{\"Version\":\"2012-10-17\",\"Statement\":[]}" },
        { "publicAccessBlock", "<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls></PublicAccessBlockConfiguration>" },
        { "tagging", "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>" },
        { "lifecycle", "<LifecycleConfiguration><Rule><ID>x</ID><Status>Enabled</Status></Rule></LifecycleConfiguration>" },
        { "ownershipControls", "<OwnershipControls><Rule><ObjectOwnership>ObjectWriter</ObjectOwnership></Rule></OwnershipControls>" },
        { "notification", "<NotificationConfiguration><EventBridgeConfiguration /></NotificationConfiguration>" },
        { "cors", "<CORSConfiguration><CORSRule><AllowedMethod>GET</AllowedMethod><AllowedOrigin>*</AllowedOrigin></CORSRule></CORSConfiguration>" },
    };

    public void Dispose() => rig.Dispose();

    [Fact]
    public async Task A_bucket_is_made_once_listed_found_and_deleted()
    {
        Assert.Equal("/one", (await rig.DoAsync("PUT", "/one")).Header("Location"));
        await rig.DoAsync("PUT", "/two");
        Assert.Equal(200, (await rig.AskAsync("PUT", "/one")).Status); // in us-east-1 that is no error
        Assert.Equal("us-east-1", (await rig.DoAsync("HEAD", "/one")).Header("x-amz-bucket-region"));

        XElement list = (await rig.DoAsync("GET", "/")).Xml;
        Assert.Equal(["one", "two"], list.Descendants().Where(element => element.Name.LocalName == "Name").Select(name => name.Value));
        Assert.Equal(204, (await rig.DoAsync("DELETE", "/one")).Status);
        Assert.Equal(404, (await rig.AskAsync("HEAD", "/one")).Status);
        await Refused("NoSuchBucket", 404, "DELETE", "/one");
        Assert.Empty(rig.Bugs);
    }

    [Fact]
    public async Task A_bucket_belongs_to_its_account()
    {
        await rig.DoAsync("PUT", "/mine");

        Assert.Equal(404, (await Answered.AskAsync(rig.Face, "HEAD", "/mine", account: "111111111111")).Status);
        Assert.DoesNotContain("<Name>", (await Answered.AskAsync(rig.Face, "GET", "/", account: "111111111111")).Text);
    }

    [Fact]
    public async Task A_bucket_with_objects_is_not_deleted()
    {
        await rig.DoAsync("PUT", "/full");
        await rig.DoAsync("PUT", "/full/a", "x");

        await Refused("BucketNotEmpty", 409, "DELETE", "/full");
        await rig.DoAsync("DELETE", "/full/a");
        await rig.DoAsync("DELETE", "/full");
    }

    [Theory]
    [InlineData("/ab")]
    [InlineData("/Upper")]
    [InlineData("/a..b")]
    [InlineData("/192.168.1.1")]
    [InlineData("/-ab")]
    public async Task Names_follow_the_rules(string path) => await Refused("InvalidBucketName", 400, "PUT", path);

    [Fact]
    public async Task A_bucket_is_found_by_path_and_by_host()
    {
        await Answered.AskAsync(rig.Face, "PUT", "/", host: "films.s3.us-east-1.amazonaws.com");
        await Answered.AskAsync(rig.Face, "PUT", "/dir/key", "body", host: "films.localhost:4566");

        Assert.Equal("body", (await rig.DoAsync("GET", "/films/dir/key")).Text);
        Assert.Equal("body", (await Answered.AskAsync(rig.Face, "GET", "/dir/key", host: "films.s3.amazonaws.com")).Text);
        Assert.Equal("body", (await Answered.AskAsync(rig.Face, "GET", "/dir/key", host: "films.s3.localhost:4566")).Text);
        Assert.Equal("body", (await Answered.AskAsync(rig.Face, "GET", "/films/dir/key", host: "s3.us-east-1.amazonaws.com")).Text);
    }

    [Fact]
    public async Task The_location_is_the_region_and_nothing_in_the_oldest_one()
    {
        await rig.DoAsync("PUT", "/near");

        Assert.Equal("", (await rig.DoAsync("GET", "/near?location")).Xml.Value);
        Assert.Equal("IllegalLocationConstraintException", Code(await rig.AskAsync("PUT", "/far", "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>")));
    }

    [Theory]
    [MemberData(nameof(Puttable))]
    public async Task What_was_set_is_given_back(string setting, string document)
    {
        await rig.DoAsync("PUT", "/set");
        await rig.DoAsync("PUT", $"/set?{setting}", document);
        rig.Reopen();

        string found = (await rig.DoAsync("GET", $"/set?{setting}")).Text;
        if (setting == "policy") Assert.Equal(document, found);
        else Assert.True(XNode.DeepEquals(XElement.Parse(document), XElement.Parse(found)), found);
    }

    [Theory]
    [InlineData("policy", "NoSuchBucketPolicy")]
    [InlineData("tagging", "NoSuchTagSet")]
    [InlineData("lifecycle", "NoSuchLifecycleConfiguration")]
    [InlineData("cors", "NoSuchCORSConfiguration")]
    [InlineData("website", "NoSuchWebsiteConfiguration")]
    [InlineData("replication", "ReplicationConfigurationNotFoundError")]
    [InlineData("object-lock", "ObjectLockConfigurationNotFoundError")]
    public async Task What_was_never_set_has_an_error_of_its_own(string setting, string code)
    {
        await rig.DoAsync("PUT", "/unset");

        Answered answer = await rig.AskAsync("GET", $"/unset?{setting}");
        Assert.Equal((404, code), (answer.Status, Code(answer)));
    }

    [Theory]
    [InlineData("versioning", "<VersioningConfiguration")]
    [InlineData("encryption", "<SSEAlgorithm>AES256</SSEAlgorithm>")]
    [InlineData("publicAccessBlock", "<BlockPublicPolicy>true</BlockPublicPolicy>")]
    [InlineData("ownershipControls", "BucketOwnerEnforced")]
    [InlineData("acl", "FULL_CONTROL")]
    [InlineData("notification", "<NotificationConfiguration")]
    [InlineData("logging", "<BucketLoggingStatus")]
    [InlineData("requestPayment", "<Payer>BucketOwner</Payer>")]
    [InlineData("accelerate", "<AccelerateConfiguration")]
    public async Task A_new_bucket_has_the_usual_settings(string setting, string part)
    {
        await rig.DoAsync("PUT", "/new");

        Assert.Contains(part, (await rig.DoAsync("GET", $"/new?{setting}")).Text);
    }

    [Theory]
    [InlineData("PUT", "website", "<WebsiteConfiguration/>", "NotImplemented")]
    [InlineData("PUT", "replication", "<x/>", "NotImplemented")]
    [InlineData("PUT", "encryption", "<Wrong/>", "MalformedXML")]
    [InlineData("PUT", "encryption", "no xml", "MalformedXML")]
    [InlineData("PUT", "encryption", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><ServerSideEncryptionConfiguration>&e;</ServerSideEncryptionConfiguration>", "MalformedXML")]
    [InlineData("PUT", "policy", "[]", "MalformedPolicy")]
    [InlineData("PUT", "versioning", "<VersioningConfiguration><Status>Maybe</Status></VersioningConfiguration>", "MalformedXML")]
    public async Task What_cannot_be_set_is_refused(string method, string setting, string document, string code)
    {
        await rig.DoAsync("PUT", "/fixed");

        Assert.Equal(code, Code(await rig.AskAsync(method, $"/fixed?{setting}", document)));
    }

    [Fact]
    public async Task Documents_nested_without_end_are_refused()
    {
        await rig.DoAsync("PUT", "/deep");

        Assert.Equal("MalformedXML", Code(await rig.AskAsync("PUT", "/deep?cors", string.Concat(Enumerable.Repeat("<a>", 100_000)))));
    }

    private static string Code(Answered answer) => answer.Xml.Element("Code")!.Value;

    private async Task Refused(string code, int status, string method, string target)
    {
        Answered answer = await rig.AskAsync(method, target);
        Assert.Equal((status, code), (answer.Status, Code(answer)));
    }
}
