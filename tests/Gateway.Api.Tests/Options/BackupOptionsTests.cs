using Gateway.Api.Options;
using Gateway.Testing;

namespace Gateway.Api.Tests.Options;

public sealed class BackupOptionsTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Everything_can_be_set()
    {
        BackupOptions options = Read(
            """
            backup:
              directory: backups
              snapshotHours: 6
              keepDays: 7
              keepLogHours: 48
              dynamodb: { endpoint: "http://127.0.0.1:8000", region: eu-west-1, accessKey: AKID, secretKey: secret, account: "123456789012" }
            """);

        Assert.Equal(
            new BackupOptions
            {
                Directory = folder.At("backups"),
                SnapshotInterval = TimeSpan.FromHours(6),
                Keep = TimeSpan.FromDays(7),
                KeepLog = TimeSpan.FromHours(48),
                Dynamo = new DynamoBackupOptions { Endpoint = new Uri("http://127.0.0.1:8000"), Region = "eu-west-1", AccessKey = "AKID", SecretKey = "secret", Account = "123456789012" },
            },
            options);
    }

    [Fact]
    public void Nothing_is_backed_up_unless_it_is_asked_for() => Assert.Equal((null, null), (Read("port: 4570").Directory, Read("port: 4570").Dynamo));

    [Theory]
    [InlineData("backup: { keepDays: 0 }", "1: backup.keepDays: '0' is not a number from 1 to 3650")]
    [InlineData("backup: { folder: x }", "1: unknown setting 'backup.folder'")]
    [InlineData("backup: { dynamodb: { endpoint: \"here\", region: r } }", "1: backup.dynamodb.endpoint: 'here' is not an address, as 'https://dynamodb.eu-west-1.amazonaws.com'")]
    [InlineData("backup: { dynamodb: { profile: p } }", " backup.dynamodb needs 'region'")]
    [InlineData("backup: { dynamodb: { region: r, accessKey: k } }", " backup.dynamodb needs both, 'accessKey' and 'secretKey', or neither")]
    public void What_is_wrong_is_said(string yaml, string fault) => Assert.EndsWith(":" + fault, Assert.Single(Assert.Throws<OptionsFault>(() => Read(yaml)).Faults));

    private BackupOptions Read(string yaml)
    {
        File.WriteAllText(folder.At("edge.yml"), yaml);
        return CommandLine.Read(["--config", folder.At("edge.yml")], out _).Backup;
    }
}
