# Where the contract contradicts itself or what Replicate does, or is so wide that what is made up has no meaning. Each is changed in the copy that Prism gets; README.md has the others.
@(
    @{
        Where  = 'files.download'
        Why    = 'The link is signed and needs no token, so the module sends none. The contract asks for one, as for everything.'
        Change = {
            param($Document)
            $Document['paths']['/files/{file_id}/download']['get']['security'] = [Text.Json.Nodes.JsonArray]::new()
        }
    }
    @{
        Where  = 'the version of a prediction'
        Why    = "It has to match exactly one of 'any text' and 'hidden', which 'hidden' never does, so Prism finds fault with its own answer."
        Change = {
            param($Document)
            $version = $Document['components']['schemas']['schemas_prediction_response']['properties']['version'].AsObject()
            $choices = $version['oneOf'].DeepClone()
            $null = $version.Remove('oneOf')
            $version['anyOf'] = $choices
        }
    }
    @{
        Where  = 'what models take, and what deployments run'
        Why    = 'A schema is any object and a model any text. Values made up of that cannot be run, so each is a small one that can.'
        Change = {
            param($Document)
            $schema = @'
{"info":{"title":"Cog"},"openapi":"3.0.2","paths":{},"components":{"schemas":{
  "Input":{"type":"object","title":"Input","required":["prompt"],"properties":{
    "prompt":{"type":"string","title":"Prompt","x-order":0},"seed":{"type":"integer","title":"Seed","nullable":true,"x-order":1},
    "strength":{"type":"number","title":"Strength","default":0.8,"minimum":0,"maximum":1,"x-order":2},
    "flag":{"type":"boolean","title":"Flag","default":false,"x-order":3},
    "list":{"type":"array","items":{"type":"integer"},"title":"List","x-order":4},"nested":{"type":"object","title":"Nested","x-order":5}}},
  "TrainingInput":{"type":"object","title":"TrainingInput","properties":{"steps":{"type":"integer","title":"Steps","default":100,"x-order":0}}},
  "Output":{"type":"array","items":{"type":"string","format":"uri"},"title":"Output"}}}}
'@
            $version = '{"id":"5c7d5dc6dd8bf75c1acaa8565735e7986bc5b66206b55cca93cb72c9bf15ccaa","created_at":"2026-01-02T03:04:05.678901Z","cog_version":"0.16.7","openapi_schema":' + $schema + '}'
            function Set-Only($Node, [string] $Json) {
                $Node['enum'] = [Text.Json.Nodes.JsonArray]::new([Text.Json.Nodes.JsonNode]::Parse($Json))
                $null = $Node.AsObject().Remove('nullable')
            }
            $schemas = $Document['components']['schemas']
            Set-Only $schemas['schemas_version_response']['properties']['openapi_schema'] $schema
            $release = $schemas['schemas_deployment_response']['properties']['current_release']['properties']
            Set-Only $release['model'] '"you/my-style"'
            Set-Only $release['version'] '"5c7d5dc6dd8bf75c1acaa8565735e7986bc5b66206b55cca93cb72c9bf15ccaa"'

            # Only of one model: the contract's own examples of others have no schema.
            $model = $schemas['schemas_model_response'].DeepClone()
            Set-Only $model['properties']['latest_version'] $version
            $Document['paths']['/models/{model_owner}/{model_name}']['get']['responses']['200']['content']['application/json']['schema'] = $model
        }
    }
    @{
        Where  = 'webhooks.default.secret.get'
        Why    = 'The key is any text, and Replicate sends whsec_ and a key in base64.'
        Change = {
            param($Document)
            $key = $Document['paths']['/webhooks/default/secret']['get']['responses']['200']['content']['application/json']['schema']['properties']['key']
            $key['enum'] = [Text.Json.Nodes.JsonArray]::new([Text.Json.Nodes.JsonNode]::Parse('"whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX"'))
        }
    }
    @{
        Where  = 'pages of lists'
        Why    = 'The link to the next page is any text. One that is made up leads nowhere, so each page holds something, and the calls stop there.'
        Change = {
            param($Document)
            $pending = [Collections.Generic.Stack[Text.Json.Nodes.JsonNode]]::new()
            $pending.Push($Document)
            while ($pending.Count) {
                $node = $pending.Pop()
                if ($node -is [Text.Json.Nodes.JsonObject]) {
                    if ($node['next'] -and $node['results'] -is [Text.Json.Nodes.JsonObject]) {
                        $node['results']['minItems'] = 1
                    }
                    $node.GetEnumerator() | Where-Object Value | ForEach-Object { $pending.Push($_.Value) }
                }
                elseif ($node -is [Text.Json.Nodes.JsonArray]) {
                    $node.GetEnumerator() | Where-Object { $_ } | ForEach-Object { $pending.Push($_) }
                }
            }
        }
    }
)
