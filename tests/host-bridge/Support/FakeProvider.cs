using System;
using System.Buffers.Text;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DutyKiosk.HostBridge.Tests.Support;

/// <summary>An OpenID Connect provider of this test's own, which knows one person and asks for no password. It holds clients to their secret and to PKCE.</summary>
public sealed class FakeProvider : IAsyncDisposable
{
    /// <summary>The id of the client that it knows.</summary>
    public const string ClientId = "dutykiosk";

    /// <summary>Its secret.</summary>
    public const string ClientSecret = "provider's secret";

    private readonly RSA _key = RSA.Create(2048);
    private readonly Dictionary<string, (string Nonce, string Challenge)> _codes = new(StringComparer.Ordinal);
    private WebApplication _web = null!;

    /// <summary>Its address.</summary>
    public string Address => _web.Urls.First();

    /// <summary>Who signs in.</summary>
    public string Subject { get; set; } = "1";

    /// <summary>What he is called.</summary>
    public string Name { get; set; } = "li";

    /// <summary>His roles.</summary>
    public string[] Roles { get; set; } = ["leader"];

    /// <summary>Whether its tokens are signed with a key that it does not show.</summary>
    public bool Forges { get; set; }

    /// <summary>Starts it.</summary>
    public static async Task<FakeProvider> StartAsync()
    {
        var provider = new FakeProvider();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        provider._web = builder.Build();
        provider._web.MapGet("/.well-known/openid-configuration", provider.Describe);
        provider._web.MapGet("/keys", provider.Keys);
        provider._web.MapGet("/authorize", provider.Authorize);
        provider._web.MapPost("/token", provider.TokenAsync);
        await provider._web.StartAsync();
        return provider;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        _key.Dispose();
    }

    private static string Part(object value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));

    private IResult Describe() => Results.Json(new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["issuer"] = Address,
        ["authorization_endpoint"] = Address + "/authorize",
        ["token_endpoint"] = Address + "/token",
        ["jwks_uri"] = Address + "/keys",
        ["response_types_supported"] = new[] { "code" },
        ["subject_types_supported"] = new[] { "public" },
        ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
        ["code_challenge_methods_supported"] = new[] { "S256" },
    });

    private IResult Keys()
    {
        RSAParameters key = _key.ExportParameters(false);
        return Results.Json(new { keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = "1", n = Base64Url.EncodeToString(key.Modulus), e = Base64Url.EncodeToString(key.Exponent) } } });
    }

    private IResult Authorize(HttpRequest request)
    {
        IQueryCollection query = request.Query;
        if (query["client_id"] != ClientId || query["response_type"] != "code" || query["code_challenge_method"] != "S256")
        {
            return Results.BadRequest();
        }

        string code = Guid.NewGuid().ToString("N");
        _codes[code] = (query["nonce"].ToString(), query["code_challenge"].ToString());
        return Results.Redirect($"{query["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(query["state"].ToString())}");
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        IFormCollection form = await request.ReadFormAsync();
        string verifier = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        if (!_codes.Remove(form["code"].ToString(), out (string Nonce, string Challenge) given) || form["client_secret"] != ClientSecret || !string.Equals(given.Challenge, verifier, StringComparison.Ordinal))
        {
            return Results.Json(new { error = "invalid_grant" }, statusCode: StatusCodes.Status400BadRequest);
        }

        long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        string open = Part(new { alg = "RS256", typ = "JWT", kid = "1" }) + "." + Part(new { iss = Address, sub = Subject, aud = ClientId, iat = now, nbf = now - 5, exp = now + 300, nonce = given.Nonce, preferred_username = Name, name = "李强", role = Roles });
        using RSA other = RSA.Create(2048);
        string signature = Base64Url.EncodeToString((Forges ? other : _key).SignData(Encoding.ASCII.GetBytes(open), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        return Results.Json(new { access_token = "x", token_type = "Bearer", expires_in = 300, id_token = $"{open}.{signature}" });
    }
}
