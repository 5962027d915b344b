/**
 * Moments of networks that no scene has, as the page's own share dialog writes them: what stands behind `#s=`. They were
 * made once and have to open for ever, as any link does.
 */
import type { Language } from './words.ts';

export type MomentName = 'kafka' | 'bft';

export const MOMENTS: Readonly<Record<MomentName, Readonly<Record<Language, string>>>> = {
  /** Three orderers of 2.x read a channel of one organisation from Kafka; one is inside broker kafka1, which leads it. */
  kafka: {
    ko: 'xZdBboMwEEWvErGvhCEQe91llz1BSB0pQo0ryKateveOxw4GxyMYFCXLEPH9x4z_PP9m_QECxNYP29EYO3yHTwGTor9o4KGs3R_bfWLWBzAQuSh2eSUDRYCZEVvAaYCtss6bzrRYJYpO9xPe6fQB8uh0xim_iB88LKDcxgLdxi9moe75_PBkaODN8IcOb_h039Bgn5Au7sB4d-7py-jsmHNvussJW_Yd9-M1PIpLgP12_Qp6rtngT3DyY8yb1l_4s7SpeVdyKMlkmZnTUbWDYEVH1S0qQG0t1pbHI8-J1ajGFZt23yAmVzm7GcZOTHGc4XclShQu3TlKRH2iYHsiihNbtqcphQWliuOJYFMvteOYukYaoSVX2CJKHEJmkRZBSEFNcJwR6BrU6OOdAn0CF4LclmMudW8IUvVM8Ph0jcgmTeRekj7gE8n1MDhKzVqpok4tlb5fJKF4ZgmpKsFYgnOF8UsIUcj0EgvuNsvoOb7bxO0QgV0jdX1UH2X29w8.e7-1c7os83',
    en: 'xZdBboMwEEWvErGvhCEQs-6yy54gpI4UocYVZNNWvXvHYwdjxyMYFCXLEPH9x4z_PP9mwwECxNQP29FqM3zHTwGTYrgo4KGs2x-7fTjrcfZ7MBC5KHZ5JT1FgJkJW8BpgK0yztted1gliob7Ce_06gB5dDrjlF_EDw4WUG5jgG7jFjNQ93x-eDI08Gb4Q4c3fLpvaLBPSBd7YJw7-_Rlcnb0edD95YQt-4778eofxSXAftt-BT3bbPAnOPnR-k2pL_xZmtS8KzmUZLLMzOmo2lGwoqPqFhWgtg5ry-ORZ8VqVOOKhd03islVzm6GsRVrOM7wuxIlCpvuHCWiPlGwPRHFiS3bU0hhXqnieCLY1EntOKaukUZoyRW2iBLHkFmkRRCSVxMcZwS6ejX6eKdAn8AFL7flmEvdG7xUPRM8Ll0jskkTuZOkD3gguR4GJ6lZN01Rp5ZK3y-SUDyzhGwqwViCc4VxSwhRyPQSC-42y-g5vtvE7RCBXStVfWw-yuzvHw.ea-12ltzzh',
  },
  /** Four BFT orderers, and inside orderer2 a block that is prepared and not yet committed; peer1 joined by a snapshot. */
  bft: {
    ko: 'zZhBEoIgFIav0nACSUht2aIL1AWydGqjTdSiabp7DzQRBQV1rK2O__uFx_s_fSF2hAHC3x-WI855-FZbAUnB7gnwEIrTot3VpJdYQD26DDGVCAFOamABRwHWSR-1ynrCY7fkCLcumUj5Hn5QYAE8LjjOLcpqHOn-iB7Ir-nBLcxnTHER4SzJ2AMuoc12j6bPdd987q2TvVAi1F2plUOF1GqAKTWkK6lggCuil4pcXBlyqjZxXYwZAEKqFe1nqWYa2lLOdzGnozcpJZS0Ui6YVooFRrEufrODrlElbDBsbA1LDB1VQ239cTXaDKwFt54SvLPFJGx1Yj8c2-FXE45NnRxigolvRqRddriycy7IC_5PTIO1esuxOC1rrzIHacFPWtdWbJ5fg87OrL9dqv9GxvcpnWMZG1HoezSYa4e1U7TBfjg9RXFIKXp_AA.ca-tm2g99',
    en: 'zZhBEoIgFIav0nACSUht2aIL1AWydGqjTdSiabp7DzQRBQV1rK2O__uFx_s_fSF2hAHC3x-WI855-FZbAUnB7gnwEIrTot3V5JdYQD26DDGVCAFOamABRwHWSR-1ynrCY7fkCLcumUj5Hn5QYAE8LjjOLcpqHOn-iB7Ir-nBLcxnTHER4SzJ2AMuoc12j6bPdd987q2TvVAi1F2plUOF1GqAKTWkK6lggCuil4pcXBlyqjZxXYwZAEKqFe1nqWYa2lLOdzGnozcpJZS0Ui6YVooFRrEufrODrlElbDBsbA1LDB1VQ239cTXaDKwFt54SvLPFJGx1Yj8c2-FXE45NnRxigolvRqRddriycy7IC_5PTIO1esuxOC1rrzIHacFPWtdWbJ5fg87OrL9dqv9GxvcpnWMZG1HoezSYa4e1U7TBfjg9RXFIKXp_AA.ca-kaqq00',
  },
};
