using Gateway.Clients.Tests;

[assembly: AssemblyFixture(typeof(ClientEndpoint))]
