/**
 * id | name | context (k) | longest answer (k) | $ per million in | out | letters | month | dated snapshots.
 * Letters: t text, i image, f file, a audio, v video in; r reasons; o open weights, so that a free variant exists.
 */
export const LARGE_VENDOR_ROWS = `
anthropic/claude-opus-4.5 | Claude Opus 4.5 | 200 | 64 | 5 | 25 | tifr | 2025-11
anthropic/claude-haiku-4.5 | Claude Haiku 4.5 | 200 | 64 | 1 | 5 | tifr | 2025-10
anthropic/claude-sonnet-4.5 | Claude Sonnet 4.5 | 1000 | 64 | 3 | 15 | tifr | 2025-09
anthropic/claude-opus-4.1 | Claude Opus 4.1 | 200 | 32 | 15 | 75 | tifr | 2025-08
anthropic/claude-opus-4 | Claude Opus 4 | 200 | 32 | 15 | 75 | tifr | 2025-05
anthropic/claude-sonnet-4 | Claude Sonnet 4 | 1000 | 64 | 3 | 15 | tifr | 2025-05
anthropic/claude-3.7-sonnet | Claude 3.7 Sonnet | 200 | 64 | 3 | 15 | tifr | 2025-02
anthropic/claude-3.5-haiku | Claude 3.5 Haiku | 200 | 8 | 0.8 | 4 | tif | 2024-11 | 2024-10-22
anthropic/claude-3.5-sonnet | Claude 3.5 Sonnet | 200 | 8 | 3 | 15 | tif | 2024-10 | 2024-06-20
anthropic/claude-3-opus | Claude 3 Opus | 200 | 4 | 15 | 75 | ti | 2024-03
anthropic/claude-3-haiku | Claude 3 Haiku | 200 | 4 | 0.25 | 1.25 | ti | 2024-03
openai/gpt-5.1 | GPT-5.1 | 400 | 128 | 1.25 | 10 | tifr | 2025-11
openai/gpt-5.1-chat | GPT-5.1 Chat | 128 | 16 | 1.25 | 10 | tif | 2025-11
openai/gpt-5.1-codex | GPT-5.1-Codex | 400 | 128 | 1.25 | 10 | tir | 2025-11
openai/gpt-5.1-codex-mini | GPT-5.1-Codex-Mini | 400 | 100 | 0.25 | 2 | tir | 2025-11
openai/gpt-5-pro | GPT-5 Pro | 400 | 128 | 15 | 120 | tifr | 2025-10
openai/gpt-5-codex | GPT-5 Codex | 400 | 128 | 1.25 | 10 | tir | 2025-09
openai/gpt-5 | GPT-5 | 400 | 128 | 1.25 | 10 | tifr | 2025-08
openai/gpt-5-chat | GPT-5 Chat | 128 | 16 | 1.25 | 10 | tif | 2025-08
openai/gpt-5-mini | GPT-5 Mini | 400 | 128 | 0.25 | 2 | tifr | 2025-08
openai/gpt-5-nano | GPT-5 Nano | 400 | 128 | 0.05 | 0.4 | tifr | 2025-08
openai/gpt-oss-120b | gpt-oss-120b | 131 | 32 | 0.04 | 0.2 | tro | 2025-08
openai/gpt-oss-20b | gpt-oss-20b | 131 | 32 | 0.03 | 0.14 | tro | 2025-08
openai/gpt-oss-safeguard-20b | gpt-oss-safeguard-20b | 131 | 65 | 0.075 | 0.3 | tr | 2025-10
openai/o3-deep-research | o3 Deep Research | 200 | 100 | 10 | 40 | tifr | 2025-10
openai/o4-mini-deep-research | o4 Mini Deep Research | 200 | 100 | 2 | 8 | tifr | 2025-10
openai/o3-pro | o3 Pro | 200 | 100 | 20 | 80 | tifr | 2025-06
openai/o3 | o3 | 200 | 100 | 2 | 8 | tifr | 2025-04
openai/o4-mini | o4 Mini | 200 | 100 | 1.1 | 4.4 | tifr | 2025-04
openai/o4-mini-high | o4 Mini High | 200 | 100 | 1.1 | 4.4 | tifr | 2025-04
openai/gpt-4.1 | GPT-4.1 | 1047 | 32 | 2 | 8 | tif | 2025-04
openai/gpt-4.1-mini | GPT-4.1 Mini | 1047 | 32 | 0.4 | 1.6 | tif | 2025-04
openai/gpt-4.1-nano | GPT-4.1 Nano | 1047 | 32 | 0.1 | 0.4 | tif | 2025-04
openai/o3-mini | o3 Mini | 200 | 100 | 1.1 | 4.4 | tfr | 2025-01
openai/o3-mini-high | o3 Mini High | 200 | 100 | 1.1 | 4.4 | tfr | 2025-02
openai/o1-pro | o1-pro | 200 | 100 | 150 | 600 | tifr | 2025-03
openai/o1 | o1 | 200 | 100 | 15 | 60 | tifr | 2024-12
openai/gpt-4o | GPT-4o | 128 | 16 | 2.5 | 10 | tif | 2024-05 | 2024-05-13 2024-08-06 2024-11-20
openai/gpt-4o-mini | GPT-4o-mini | 128 | 16 | 0.15 | 0.6 | tif | 2024-07 | 2024-07-18
openai/gpt-4o-audio-preview | GPT-4o Audio | 128 | 16 | 2.5 | 10 | ta | 2025-08
openai/gpt-4o-search-preview | GPT-4o Search Preview | 128 | 16 | 2.5 | 10 | t | 2025-03
openai/gpt-4o-mini-search-preview | GPT-4o-mini Search Preview | 128 | 16 | 0.15 | 0.6 | t | 2025-03
openai/gpt-4-turbo | GPT-4 Turbo | 128 | 4 | 10 | 30 | ti | 2024-04
openai/gpt-4-turbo-preview | GPT-4 Turbo Preview | 128 | 4 | 10 | 30 | t | 2024-01
openai/gpt-4 | GPT-4 | 8.191 | 4 | 30 | 60 | t | 2023-05
openai/gpt-3.5-turbo | GPT-3.5 Turbo | 16.385 | 4 | 0.5 | 1.5 | t | 2023-05
openai/gpt-3.5-turbo-instruct | GPT-3.5 Turbo Instruct | 4.095 | 4 | 1.5 | 2 | t | 2023-09
google/gemini-3-pro-preview | Gemini 3 Pro Preview | 1048 | 65 | 2 | 12 | tifavr | 2025-11
google/gemini-2.5-pro | Gemini 2.5 Pro | 1048 | 65 | 1.25 | 10 | tifavr | 2025-06
google/gemini-2.5-flash | Gemini 2.5 Flash | 1048 | 65 | 0.3 | 2.5 | tifavr | 2025-06
google/gemini-2.5-flash-lite | Gemini 2.5 Flash Lite | 1048 | 65 | 0.1 | 0.4 | tifavr | 2025-07
google/gemini-2.5-flash-preview-09-2025 | Gemini 2.5 Flash Preview 09-2025 | 1048 | 65 | 0.3 | 2.5 | tifavr | 2025-09
google/gemini-2.5-flash-lite-preview-09-2025 | Gemini 2.5 Flash Lite Preview 09-2025 | 1048 | 65 | 0.1 | 0.4 | tifavr | 2025-09
google/gemini-2.5-pro-preview | Gemini 2.5 Pro Preview 06-05 | 1048 | 65 | 1.25 | 10 | tifar | 2025-06
google/gemini-2.5-pro-preview-05-06 | Gemini 2.5 Pro Preview 05-06 | 1048 | 65 | 1.25 | 10 | tifar | 2025-05
google/gemini-2.0-flash-001 | Gemini 2.0 Flash | 1048 | 8 | 0.1 | 0.4 | tifav | 2025-02
google/gemini-2.0-flash-lite-001 | Gemini 2.0 Flash Lite | 1048 | 8 | 0.075 | 0.3 | tifav | 2025-02
google/gemma-3-27b-it | Gemma 3 27B | 131 | 16 | 0.09 | 0.16 | tio | 2025-03
google/gemma-3-12b-it | Gemma 3 12B | 131 | 16 | 0.03 | 0.1 | tio | 2025-03
google/gemma-3-4b-it | Gemma 3 4B | 96 | | 0.017 | 0.068 | tio | 2025-03
google/gemma-3n-e4b-it | Gemma 3n 4B | 32 | | 0.02 | 0.04 | to | 2025-05
google/gemma-3n-e2b-it | Gemma 3n 2B | 8 | | 0.02 | 0.04 | to | 2025-07
google/gemma-2-27b-it | Gemma 2 27B | 8 | | 0.65 | 0.65 | t | 2024-07
google/gemma-2-9b-it | Gemma 2 9B | 8 | 8 | 0.03 | 0.09 | to | 2024-06
meta-llama/llama-4-maverick | Llama 4 Maverick | 1048 | 16 | 0.15 | 0.6 | tio | 2025-04
meta-llama/llama-4-scout | Llama 4 Scout | 327 | 16 | 0.08 | 0.3 | tio | 2025-04
meta-llama/llama-guard-4-12b | Llama Guard 4 12B | 163 | | 0.18 | 0.18 | ti | 2025-04
meta-llama/llama-3.3-70b-instruct | Llama 3.3 70B Instruct | 131 | 16 | 0.13 | 0.38 | to | 2024-12
meta-llama/llama-3.3-8b-instruct | Llama 3.3 8B Instruct | 128 | 4 | 0.03 | 0.06 | to | 2025-05
meta-llama/llama-3.2-90b-vision-instruct | Llama 3.2 90B Vision Instruct | 32 | 16 | 0.35 | 0.4 | ti | 2024-09
meta-llama/llama-3.2-11b-vision-instruct | Llama 3.2 11B Vision Instruct | 131 | 16 | 0.049 | 0.049 | ti | 2024-09
meta-llama/llama-3.2-3b-instruct | Llama 3.2 3B Instruct | 131 | 16 | 0.02 | 0.02 | to | 2024-09
meta-llama/llama-3.2-1b-instruct | Llama 3.2 1B Instruct | 60 | | 0.027 | 0.2 | t | 2024-09
meta-llama/llama-3.1-405b-instruct | Llama 3.1 405B Instruct | 130 | 16 | 3.5 | 3.5 | to | 2024-07
meta-llama/llama-3.1-405b | Llama 3.1 405B (base) | 32 | 32 | 4 | 4 | t | 2024-08
meta-llama/llama-3.1-70b-instruct | Llama 3.1 70B Instruct | 131 | | 0.4 | 0.4 | t | 2024-07
meta-llama/llama-3.1-8b-instruct | Llama 3.1 8B Instruct | 131 | 16 | 0.02 | 0.03 | to | 2024-07
meta-llama/llama-3-70b-instruct | Llama 3 70B Instruct | 8 | 16 | 0.3 | 0.4 | t | 2024-04
meta-llama/llama-3-8b-instruct | Llama 3 8B Instruct | 8 | 16 | 0.03 | 0.06 | t | 2024-04
meta-llama/llama-guard-3-8b | Llama Guard 3 8B | 131 | | 0.02 | 0.06 | t | 2025-02
deepseek/deepseek-v3.2-exp | DeepSeek V3.2 Exp | 163 | 65 | 0.216 | 0.328 | tr | 2025-09
deepseek/deepseek-v3.1-terminus | DeepSeek V3.1 Terminus | 163 | 163 | 0.23 | 0.9 | tr | 2025-09
deepseek/deepseek-chat-v3.1 | DeepSeek V3.1 | 163 | 163 | 0.2 | 0.8 | tro | 2025-08
deepseek/deepseek-chat-v3-0324 | DeepSeek V3 0324 | 163 | 163 | 0.24 | 0.84 | to | 2025-03
deepseek/deepseek-chat | DeepSeek V3 | 163 | 163 | 0.3 | 0.85 | t | 2024-12
deepseek/deepseek-r1-0528 | R1 0528 | 163 | 163 | 0.4 | 1.75 | tro | 2025-05
deepseek/deepseek-r1-0528-qwen3-8b | DeepSeek R1 0528 Qwen3 8B | 32 | 32 | 0.03 | 0.11 | tro | 2025-05
deepseek/deepseek-r1 | R1 | 163 | 163 | 0.3 | 1.2 | tro | 2025-01
deepseek/deepseek-r1-distill-llama-70b | R1 Distill Llama 70B | 131 | 131 | 0.03 | 0.13 | tro | 2025-01
deepseek/deepseek-r1-distill-qwen-32b | R1 Distill Qwen 32B | 131 | 16 | 0.27 | 0.27 | tr | 2025-01
deepseek/deepseek-r1-distill-qwen-14b | R1 Distill Qwen 14B | 32 | 16 | 0.15 | 0.15 | tro | 2025-01
deepseek/deepseek-prover-v2 | DeepSeek Prover V2 | 163 | | 0.5 | 2.18 | t | 2025-04
mistralai/mistral-large-2411 | Mistral Large 2411 | 131 | | 2 | 6 | t | 2024-11
mistralai/mistral-large-2407 | Mistral Large 2407 | 131 | | 2 | 6 | t | 2024-11
mistralai/mistral-large | Mistral Large | 128 | | 2 | 6 | t | 2024-02
mistralai/mistral-medium-3.1 | Mistral Medium 3.1 | 131 | | 0.4 | 2 | ti | 2025-08
mistralai/mistral-medium-3 | Mistral Medium 3 | 131 | | 0.4 | 2 | ti | 2025-05
mistralai/mistral-small-3.2-24b-instruct | Mistral Small 3.2 24B | 131 | 131 | 0.06 | 0.18 | tio | 2025-06
mistralai/mistral-small-3.1-24b-instruct | Mistral Small 3.1 24B | 131 | 96 | 0.05 | 0.1 | tio | 2025-03
mistralai/mistral-small-24b-instruct-2501 | Mistral Small 3 | 32 | 16 | 0.05 | 0.08 | to | 2025-01
mistralai/mistral-saba | Saba | 32 | | 0.2 | 0.6 | t | 2025-02
mistralai/mistral-nemo | Mistral Nemo | 131 | 16 | 0.02 | 0.04 | to | 2024-07
mistralai/mistral-7b-instruct | Mistral 7B Instruct | 32 | 16 | 0.028 | 0.054 | to | 2024-05
mistralai/mistral-7b-instruct-v0.3 | Mistral 7B Instruct v0.3 | 32 | 16 | 0.028 | 0.054 | t | 2024-05
mistralai/mistral-tiny | Mistral Tiny | 32 | | 0.25 | 0.25 | t | 2024-01
mistralai/mixtral-8x22b-instruct | Mixtral 8x22B Instruct | 65 | | 2 | 6 | t | 2024-04
mistralai/mixtral-8x7b-instruct | Mixtral 8x7B Instruct | 32 | 16 | 0.54 | 0.54 | t | 2023-12
mistralai/ministral-8b | Ministral 8B | 131 | | 0.1 | 0.1 | t | 2024-10
mistralai/ministral-3b | Ministral 3B | 131 | | 0.04 | 0.04 | t | 2024-10
mistralai/pixtral-large-2411 | Pixtral Large 2411 | 131 | | 2 | 6 | ti | 2024-11
mistralai/pixtral-12b | Pixtral 12B | 32 | | 0.1 | 0.1 | ti | 2024-09
mistralai/codestral-2508 | Codestral 2508 | 256 | | 0.3 | 0.9 | t | 2025-08
mistralai/codestral-2501 | Codestral 2501 | 262 | | 0.3 | 0.9 | t | 2025-01
mistralai/devstral-medium | Devstral Medium | 131 | | 0.4 | 2 | t | 2025-07
mistralai/devstral-small | Devstral Small 1.1 | 131 | | 0.07 | 0.28 | t | 2025-07
mistralai/devstral-small-2505 | Devstral Small 2505 | 131 | 131 | 0.06 | 0.12 | to | 2025-05
mistralai/magistral-medium-2506 | Magistral Medium 2506 | 40 | 40 | 2 | 5 | tr | 2025-06
mistralai/magistral-small-2506 | Magistral Small 2506 | 40 | 40 | 0.5 | 1.5 | tr | 2025-06
mistralai/voxtral-small-24b-2507 | Voxtral Small 24B 2507 | 32 | | 0.1 | 0.3 | ta | 2025-10
qwen/qwen3-max | Qwen3 Max | 256 | 32 | 1.2 | 6 | t | 2025-09
qwen/qwen3-vl-235b-a22b-instruct | Qwen3 VL 235B A22B Instruct | 262 | | 0.3 | 1.2 | ti | 2025-09
qwen/qwen3-vl-235b-a22b-thinking | Qwen3 VL 235B A22B Thinking | 262 | 262 | 0.3 | 1.2 | tir | 2025-09
qwen/qwen3-vl-30b-a3b-instruct | Qwen3 VL 30B A3B Instruct | 262 | | 0.15 | 0.6 | ti | 2025-10
qwen/qwen3-vl-30b-a3b-thinking | Qwen3 VL 30B A3B Thinking | 131 | 32 | 0.2 | 1 | tir | 2025-10
qwen/qwen3-vl-8b-instruct | Qwen3 VL 8B Instruct | 131 | 32 | 0.08 | 0.5 | ti | 2025-10
qwen/qwen3-vl-8b-thinking | Qwen3 VL 8B Thinking | 256 | 32 | 0.18 | 2.1 | tir | 2025-10
qwen/qwen3-next-80b-a3b-instruct | Qwen3 Next 80B A3B Instruct | 262 | 262 | 0.1 | 0.8 | t | 2025-09
qwen/qwen3-next-80b-a3b-thinking | Qwen3 Next 80B A3B Thinking | 262 | 262 | 0.15 | 1.2 | tr | 2025-09
qwen/qwen3-coder-plus | Qwen3 Coder Plus | 128 | 65 | 1 | 5 | t | 2025-09
qwen/qwen3-coder-flash | Qwen3 Coder Flash | 128 | 65 | 0.3 | 1.5 | t | 2025-09
qwen/qwen3-coder | Qwen3 Coder 480B A35B | 262 | 262 | 0.22 | 0.95 | to | 2025-07
qwen/qwen3-coder-30b-a3b-instruct | Qwen3 Coder 30B A3B Instruct | 262 | 262 | 0.06 | 0.25 | t | 2025-07
qwen/qwen3-235b-a22b-2507 | Qwen3 235B A22B Instruct 2507 | 262 | 262 | 0.08 | 0.55 | to | 2025-07
qwen/qwen3-235b-a22b-thinking-2507 | Qwen3 235B A22B Thinking 2507 | 262 | 262 | 0.11 | 0.6 | tr | 2025-07
qwen/qwen3-30b-a3b-instruct-2507 | Qwen3 30B A3B Instruct 2507 | 262 | 262 | 0.08 | 0.33 | t | 2025-07
qwen/qwen3-30b-a3b-thinking-2507 | Qwen3 30B A3B Thinking 2507 | 262 | 131 | 0.08 | 0.29 | tr | 2025-08
qwen/qwen3-235b-a22b | Qwen3 235B A22B | 40 | 40 | 0.18 | 0.54 | tro | 2025-04
qwen/qwen3-32b | Qwen3 32B | 40 | 40 | 0.05 | 0.2 | tr | 2025-04
qwen/qwen3-30b-a3b | Qwen3 30B A3B | 40 | 40 | 0.06 | 0.22 | tro | 2025-04
qwen/qwen3-14b | Qwen3 14B | 40 | 40 | 0.05 | 0.22 | tro | 2025-04
qwen/qwen3-8b | Qwen3 8B | 128 | 20 | 0.035 | 0.138 | tro | 2025-04
qwen/qwen3-4b | Qwen3 4B | 40 | | 0.02 | 0.08 | tro | 2025-04
qwen/qwq-32b | QwQ 32B | 32 | | 0.15 | 0.4 | tro | 2025-03
qwen/qwen-plus | Qwen-Plus | 131 | 8 | 0.4 | 1.2 | t | 2025-02 | 2025-07-28
qwen/qwen-turbo | Qwen-Turbo | 1000 | 8 | 0.05 | 0.2 | t | 2025-02
qwen/qwen-max | Qwen-Max | 32 | 8 | 1.6 | 6.4 | t | 2025-02
qwen/qwen-vl-max | Qwen VL Max | 131 | 8 | 0.8 | 3.2 | ti | 2025-02
qwen/qwen-vl-plus | Qwen VL Plus | 7.5 | 1.5 | 0.21 | 0.63 | ti | 2025-02
qwen/qwen2.5-vl-72b-instruct | Qwen2.5 VL 72B Instruct | 32 | 32 | 0.07 | 0.26 | tio | 2025-02
qwen/qwen2.5-vl-32b-instruct | Qwen2.5 VL 32B Instruct | 16 | | 0.05 | 0.22 | tio | 2025-03
qwen/qwen-2.5-72b-instruct | Qwen2.5 72B Instruct | 32 | 16 | 0.07 | 0.26 | to | 2024-09
qwen/qwen-2.5-7b-instruct | Qwen2.5 7B Instruct | 65 | | 0.04 | 0.1 | t | 2024-10
qwen/qwen-2.5-coder-32b-instruct | Qwen2.5 Coder 32B Instruct | 32 | | 0.04 | 0.16 | to | 2024-11
x-ai/grok-4.1-fast | Grok 4.1 Fast | 2000 | 30 | 0.2 | 0.5 | tir | 2025-11
x-ai/grok-4-fast | Grok 4 Fast | 2000 | 30 | 0.2 | 0.5 | tir | 2025-09
x-ai/grok-code-fast-1 | Grok Code Fast 1 | 256 | 10 | 0.2 | 1.5 | tr | 2025-08
x-ai/grok-4 | Grok 4 | 256 | | 3 | 15 | tir | 2025-07
x-ai/grok-3 | Grok 3 | 131 | | 3 | 15 | t | 2025-06
x-ai/grok-3-mini | Grok 3 Mini | 131 | | 0.3 | 0.5 | tr | 2025-06
x-ai/grok-3-beta | Grok 3 Beta | 131 | | 3 | 15 | t | 2025-04
x-ai/grok-3-mini-beta | Grok 3 Mini Beta | 131 | | 0.3 | 0.5 | tr | 2025-04
`;
