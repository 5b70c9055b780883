using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DutyKiosk.HostBridge.Web;

/// <summary>What the description of the API says of who may do what: how one is known, what each route needs, and how it refuses.</summary>
public static class AccessDescription
{
    private const string Bearer = "bearer";
    private const string KeyHeader = "apiKey";
    private const string Session = "session";

    /// <summary>Adds it.</summary>
    public static void DescribeAccess(this OpenApiOptions openApi)
    {
        openApi.AddDocumentTransformer((document, _, _) =>
        {
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(System.StringComparer.Ordinal)
            {
                [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "An API key, dk_…, with scopes; made with POST /api/v1/keys or 'host-bridge key create'." },
                [KeyHeader] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = KeyAuthentication.Header, Description = "The same API key in a header of its own." },
                [Session] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.ApiKey,
                    In = ParameterLocation.Cookie,
                    Name = SessionCookies.Name,
                    Description = "The session of somebody who has signed in at /signin; over https the cookie's name is __Host-dutykiosk. It changes things from this bridge's own pages alone.",
                },
            };
            return Task.CompletedTask;
        });
        openApi.AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<AccessMetadata>().LastOrDefault()?.Permission is not { } permission)
            {
                return Task.CompletedTask;
            }

            string word = PermissionWords.Of(permission);
            operation.Description = $"Needs the permission {word}.";
            operation.Security = [.. new[] { Bearer, KeyHeader, Session }.Select(scheme => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [] })];
            operation.Responses ??= [];
            operation.Responses["401"] = Refusal("Nobody knows who asks.", "Unauthorized", 401, "Sign in at /signin, or send an API key as 'Authorization: Bearer dk_…' or 'X-Api-Key: dk_…'.", null);
            operation.Responses["403"] = Refusal("Whoever asks may not.", "Forbidden", 403, $"This needs the permission {word}, which whoever asks has not.", word);
            return Task.CompletedTask;
        });
    }

    private static OpenApiResponse Refusal(string description, string title, int status, string detail, string? permission)
    {
        var example = new JsonObject { ["title"] = title, ["status"] = status, ["detail"] = detail };
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema>(System.StringComparer.Ordinal)
            {
                ["type"] = new OpenApiSchema { Type = JsonSchemaType.String },
                ["title"] = new OpenApiSchema { Type = JsonSchemaType.String },
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
                ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String },
            },
        };
        if (permission != null)
        {
            example["permission"] = permission;
            schema.Properties["permission"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What whoever asks lacks." };
        }

        return new OpenApiResponse
        {
            Description = description,
            Content = new Dictionary<string, OpenApiMediaType>(System.StringComparer.Ordinal) { ["application/problem+json"] = new OpenApiMediaType { Schema = schema, Example = example } },
        };
    }
}
