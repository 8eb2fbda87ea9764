/** The same columns as the rows of the large vendors. */
export const SMALL_VENDOR_ROWS = `
cohere/command-a | Command A | 256 | 8 | 2.5 | 10 | t | 2025-03
cohere/command-r-08-2024 | Command R (08-2024) | 128 | 4 | 0.15 | 0.6 | t | 2024-08
cohere/command-r-plus-08-2024 | Command R+ (08-2024) | 128 | 4 | 2.5 | 10 | t | 2024-08
cohere/command-r7b-12-2024 | Command R7B (12-2024) | 128 | 4 | 0.0375 | 0.15 | t | 2024-12
amazon/nova-premier-v1 | Nova Premier 1.0 | 1000 | 32 | 2.5 | 12.5 | ti | 2025-10
amazon/nova-pro-v1 | Nova Pro 1.0 | 300 | 5.12 | 0.8 | 3.2 | ti | 2024-12
amazon/nova-lite-v1 | Nova Lite 1.0 | 300 | 5.12 | 0.06 | 0.24 | ti | 2024-12
amazon/nova-micro-v1 | Nova Micro 1.0 | 128 | 5.12 | 0.035 | 0.14 | t | 2024-12
moonshotai/kimi-k2-thinking | Kimi K2 Thinking | 262 | 262 | 0.5 | 2.5 | tr | 2025-11
moonshotai/kimi-k2-0905 | Kimi K2 0905 | 262 | 262 | 0.39 | 1.9 | t | 2025-09
moonshotai/kimi-k2 | Kimi K2 0711 | 131 | 131 | 0.456 | 1.84 | to | 2025-07
moonshotai/kimi-dev-72b | Kimi Dev 72B | 131 | 131 | 0.29 | 1.15 | tro | 2025-06
moonshotai/kimi-vl-a3b-thinking | Kimi VL A3B Thinking | 131 | 131 | 0.02 | 0.08 | tiro | 2025-04
z-ai/glm-4.6 | GLM 4.6 | 202 | 202 | 0.4 | 1.75 | tr | 2025-09
z-ai/glm-4.5v | GLM 4.5V | 65 | 16 | 0.48 | 1.44 | tir | 2025-08
z-ai/glm-4.5 | GLM 4.5 | 131 | 131 | 0.35 | 1.55 | tr | 2025-07
z-ai/glm-4.5-air | GLM 4.5 Air | 131 | 131 | 0.13 | 0.85 | tro | 2025-07
z-ai/glm-4-32b | GLM 4 32B | 128 | | 0.1 | 0.1 | t | 2025-07
minimax/minimax-m2 | MiniMax M2 | 204 | 131 | 0.255 | 1.02 | tro | 2025-10
minimax/minimax-m1 | MiniMax M1 | 1000 | 40 | 0.4 | 2.2 | tr | 2025-06
minimax/minimax-01 | MiniMax-01 | 1000 | 1000 | 0.2 | 1.1 | ti | 2025-01
nvidia/nemotron-nano-12b-v2-vl | Nemotron Nano 12B 2 VL | 131 | | 0.2 | 0.6 | tivro | 2025-10
nvidia/nemotron-nano-9b-v2 | Nemotron Nano 9B V2 | 131 | | 0.04 | 0.16 | tro | 2025-09
nvidia/llama-3.3-nemotron-super-49b-v1.5 | Llama 3.3 Nemotron Super 49B V1.5 | 131 | | 0.1 | 0.4 | tr | 2025-10
nvidia/llama-3.1-nemotron-ultra-253b-v1 | Llama 3.1 Nemotron Ultra 253B v1 | 131 | | 0.6 | 1.8 | tr | 2025-04
nvidia/llama-3.1-nemotron-70b-instruct | Llama 3.1 Nemotron 70B Instruct | 131 | 16 | 0.6 | 0.6 | t | 2024-10
microsoft/phi-4 | Phi 4 | 16 | | 0.06 | 0.14 | t | 2025-01
microsoft/phi-4-multimodal-instruct | Phi 4 Multimodal Instruct | 131 | | 0.05 | 0.1 | ti | 2025-03
microsoft/phi-4-reasoning-plus | Phi 4 Reasoning Plus | 32 | | 0.07 | 0.35 | tr | 2025-05
microsoft/phi-3.5-mini-128k-instruct | Phi-3.5 Mini 128K Instruct | 128 | | 0.1 | 0.1 | t | 2024-08
microsoft/mai-ds-r1 | MAI DS R1 | 163 | 163 | 0.3 | 1.2 | tro | 2025-04
microsoft/wizardlm-2-8x22b | WizardLM-2 8x22B | 65 | 16 | 0.48 | 0.48 | t | 2024-04
nousresearch/hermes-4-405b | Hermes 4 405B | 131 | 131 | 0.3 | 1.2 | tr | 2025-08
nousresearch/hermes-4-70b | Hermes 4 70B | 131 | 131 | 0.11 | 0.38 | tr | 2025-08
nousresearch/deephermes-3-mistral-24b-preview | DeepHermes 3 Mistral 24B Preview | 32 | 32 | 0.15 | 0.59 | tr | 2025-05
nousresearch/hermes-3-llama-3.1-405b | Hermes 3 405B Instruct | 131 | 16 | 1 | 1 | to | 2024-08
nousresearch/hermes-3-llama-3.1-70b | Hermes 3 70B Instruct | 65 | | 0.3 | 0.3 | t | 2024-08
perplexity/sonar-pro-search | Sonar Pro Search | 200 | 8 | 3 | 15 | tir | 2025-10
perplexity/sonar-reasoning-pro | Sonar Reasoning Pro | 128 | | 2 | 8 | tir | 2025-03
perplexity/sonar-pro | Sonar Pro | 200 | 8 | 3 | 15 | ti | 2025-03
perplexity/sonar-deep-research | Sonar Deep Research | 128 | | 2 | 8 | tr | 2025-03
perplexity/sonar-reasoning | Sonar Reasoning | 127 | | 1 | 5 | tr | 2025-01
perplexity/sonar | Sonar | 127 | | 1 | 1 | ti | 2025-01
ai21/jamba-large-1.7 | Jamba Large 1.7 | 256 | 4 | 2 | 8 | t | 2025-08
ai21/jamba-mini-1.7 | Jamba Mini 1.7 | 256 | 4 | 0.2 | 0.4 | t | 2025-08
baidu/ernie-4.5-300b-a47b | ERNIE 4.5 300B A47B | 123 | 12 | 0.28 | 1.1 | t | 2025-06
baidu/ernie-4.5-vl-424b-a47b | ERNIE 4.5 VL 424B A47B | 123 | 16 | 0.42 | 1.25 | tir | 2025-06
baidu/ernie-4.5-21b-a3b | ERNIE 4.5 21B A3B | 120 | 8 | 0.07 | 0.28 | t | 2025-08
baidu/ernie-4.5-21b-a3b-thinking | ERNIE 4.5 21B A3B Thinking | 131 | 65 | 0.07 | 0.28 | tr | 2025-10
bytedance/ui-tars-1.5-7b | UI-TARS 7B | 128 | 2 | 0.1 | 0.2 | ti | 2025-07
bytedance/seed-oss-36b-instruct | Seed OSS 36B Instruct | 131 | | 0.16 | 0.65 | tr | 2025-08
tencent/hunyuan-a13b-instruct | Hunyuan A13B Instruct | 131 | 131 | 0.14 | 0.57 | tro | 2025-07
stepfun/step3 | Step3 | 65 | 65 | 0.57 | 1.42 | tir | 2025-08
tngtech/deepseek-r1t2-chimera | DeepSeek R1T2 Chimera | 163 | 163 | 0.3 | 1.2 | tro | 2025-07
tngtech/deepseek-r1t-chimera | DeepSeek R1T Chimera | 163 | 163 | 0.3 | 1.2 | tro | 2025-04
xiaomi/mimo-v2-flash | MiMo-V2-Flash | 262 | 65 | 0.1 | 0.3 | tro | 2025-10
arcee-ai/coder-large | Coder Large | 32 | | 0.5 | 0.8 | t | 2025-05
arcee-ai/maestro-reasoning | Maestro Reasoning | 131 | 32 | 0.9 | 3.3 | tr | 2025-05
arcee-ai/spotlight | Spotlight | 131 | 65 | 0.18 | 0.18 | ti | 2025-05
arcee-ai/virtuoso-large | Virtuoso Large | 131 | 64 | 0.75 | 1.2 | t | 2025-05
arcee-ai/afm-4.5b | AFM 4.5B | 65 | | 0.048 | 0.15 | t | 2025-09
allenai/olmo-2-0325-32b-instruct | Olmo 2 32B Instruct | 128 | | 0.2 | 0.35 | t | 2025-03
allenai/molmo-7b-d | Molmo 7B D | 4 | | 0.1 | 0.2 | ti | 2025-03
ibm-granite/granite-4.0-h-micro | Granite 4.0 Micro | 131 | | 0.017 | 0.11 | t | 2025-10
inception/mercury | Mercury | 128 | 16 | 0.25 | 1 | t | 2025-06
inception/mercury-coder | Mercury Coder | 128 | 16 | 0.25 | 1 | t | 2025-04
inflection/inflection-3-pi | Inflection 3 Pi | 8 | 1 | 2.5 | 10 | t | 2024-10
inflection/inflection-3-productivity | Inflection 3 Productivity | 8 | 1 | 2.5 | 10 | t | 2024-10
liquid/lfm2-8b-a1b | LFM2-8B-A1B | 32 | | 0.05 | 0.1 | t | 2025-10
liquid/lfm-2.2-6b | LFM2-2.6B | 32 | | 0.05 | 0.1 | t | 2025-10
liquid/lfm-7b | LFM 7B | 32 | | 0.01 | 0.01 | t | 2025-01
deepcogito/cogito-v2-preview-llama-405b | Cogito V2 Preview Llama 405B | 32 | | 3.5 | 3.5 | tr | 2025-10
deepcogito/cogito-v2-preview-llama-109b-moe | Cogito V2 Preview Llama 109B | 32 | | 0.18 | 0.59 | tir | 2025-09
deepcogito/cogito-v2-preview-llama-70b | Cogito V2 Preview Llama 70B | 32 | | 0.88 | 0.88 | tr | 2025-09
aion-labs/aion-1.0 | Aion-1.0 | 131 | 32 | 4 | 8 | tr | 2025-02
aion-labs/aion-1.0-mini | Aion-1.0-Mini | 131 | 32 | 0.7 | 1.4 | tr | 2025-02
alpindale/goliath-120b | Goliath 120B | 6.144 | 1 | 6 | 8 | t | 2023-11
anthracite-org/magnum-v4-72b | Magnum v4 72B | 16 | 2 | 3 | 5 | t | 2024-10
arliai/qwq-32b-arliai-rpr-v1 | QwQ 32B RpR v1 | 32 | 32 | 0.03 | 0.11 | tro | 2025-04
cognitivecomputations/dolphin-mistral-24b-venice-edition | Venice Uncensored | 32 | | 0.05 | 0.2 | to | 2025-07
cognitivecomputations/dolphin3.0-mistral-24b | Dolphin3.0 Mistral 24B | 32 | | 0.04 | 0.17 | t | 2025-02
eleutherai/llemma_7b | Llemma 7b | 4 | 4 | 0.8 | 1.2 | t | 2025-04
gryphe/mythomax-l2-13b | MythoMax 13B | 4 | | 0.06 | 0.06 | t | 2023-07
inclusionai/ling-1t | Ling-1T | 131 | 131 | 0.57 | 2.28 | t | 2025-10
inclusionai/ring-1t | Ring 1T | 131 | 131 | 0.57 | 2.28 | tr | 2025-10
mancer/weaver | Weaver (alpha) | 8 | 2 | 1.125 | 1.125 | t | 2023-08
meituan/longcat-flash-chat | LongCat Flash Chat | 131 | 131 | 0.15 | 0.75 | to | 2025-09
morph/morph-v3-fast | Morph V3 Fast | 81 | 38 | 0.8 | 1.2 | t | 2025-07
morph/morph-v3-large | Morph V3 Large | 262 | 131 | 0.9 | 1.9 | t | 2025-07
neversleep/llama-3.1-lumimaid-8b | Lumimaid v0.2 8B | 32 | | 0.09 | 0.6 | t | 2024-09
neversleep/noromaid-20b | Noromaid 20B | 4 | | 1 | 1.75 | t | 2023-11
opengvlab/internvl3-78b | InternVL3 78B | 32 | 32 | 0.07 | 0.26 | ti | 2025-09
prime-intellect/intellect-3 | INTELLECT-3 | 131 | 131 | 0.2 | 1.1 | tr | 2025-11
raifle/sorcererlm-8x22b | SorcererLM 8x22B | 16 | | 4.5 | 4.5 | t | 2024-11
relace/relace-apply-3 | Relace Apply 3 | 256 | 128 | 0.85 | 1.25 | t | 2025-09
sao10k/l3-euryale-70b | Llama 3 Euryale 70B v2.1 | 8 | 8 | 1.48 | 1.48 | t | 2024-06
sao10k/l3-lunaris-8b | Llama 3 8B Lunaris | 8 | | 0.04 | 0.05 | t | 2024-08
sao10k/l3.1-70b-hanami-x1 | Llama 3.1 70B Hanami x1 | 16 | | 3 | 3 | t | 2025-01
sao10k/l3.1-euryale-70b | Llama 3.1 Euryale 70B v2.2 | 32 | | 0.65 | 0.75 | t | 2024-08
sao10k/l3.3-euryale-70b | Llama 3.3 Euryale 70B | 131 | 16 | 0.65 | 0.75 | t | 2024-12
shisa-ai/shisa-v2-llama3.3-70b | Shisa V2 Llama 3.3 70B | 32 | | 0.05 | 0.22 | to | 2025-04
switchpoint/router | Switchpoint Router | 131 | | 0.85 | 3.4 | tr | 2025-07
thedrummer/anubis-70b-v1.1 | Anubis 70B V1.1 | 131 | 131 | 0.65 | 1 | t | 2025-06
thedrummer/cydonia-24b-v4.1 | Cydonia 24B V4.1 | 131 | 131 | 0.3 | 0.5 | t | 2025-09
thedrummer/rocinante-12b | Rocinante 12B | 32 | | 0.17 | 0.43 | t | 2024-09
thedrummer/skyfall-36b-v2 | Skyfall 36B V2 | 32 | 32 | 0.5 | 0.8 | t | 2025-03
thedrummer/unslopnemo-12b | UnslopNemo 12B | 32 | | 0.4 | 0.4 | t | 2024-11
thudm/glm-4.1v-9b-thinking | GLM 4.1V 9B Thinking | 65 | 8 | 0.028 | 0.1104 | tir | 2025-07
undi95/remm-slerp-l2-13b | ReMM SLERP 13B | 6.144 | | 0.45 | 0.65 | t | 2023-07
agentica-org/deepcoder-14b-preview | Deepcoder 14B Preview | 96 | | 0.015 | 0.015 | tro | 2025-04
alfredpros/codellama-7b-instruct-solidity | CodeLLaMa 7B Solidity | 4 | 4 | 0.8 | 1.2 | t | 2025-04
alibaba/tongyi-deepresearch-30b-a3b | Tongyi DeepResearch 30B A3B | 131 | 131 | 0.09 | 0.4 | tro | 2025-09
essentialai/rnj-1-instruct | Rnj 1 Instruct | 32 | | 0.15 | 0.15 | t | 2025-10
kwaipilot/kat-coder-pro | KAT-Coder-Pro V1 | 256 | 32 | 0.207 | 0.828 | to | 2025-11
nex-agi/deepseek-v3.1-nex-n1 | DeepSeek V3.1 Nex N1 | 131 | 163 | 0.27 | 1 | to | 2025-10
qwen/qwen-2.5-vl-7b-instruct | Qwen2.5-VL 7B Instruct | 32 | | 0.2 | 0.2 | ti | 2024-08
cohere/command-r-03-2024 | Command R (03-2024) | 128 | 4 | 0.5 | 1.5 | t | 2024-03
google/palm-2-chat-bison | PaLM 2 Chat | 9 | 1 | 1 | 2 | t | 2023-07
anthropic/claude-2.1 | Claude v2.1 | 200 | 4 | 8 | 24 | t | 2023-11
x-ai/grok-2-1212 | Grok 2 1212 | 131 | | 2 | 10 | t | 2024-12
`;
